namespace HelpLightning.Sandbox.Lists;

/// <summary>Something a list can be filtered by.</summary>
/// <param name="Column">The column in SQL.</param>
/// <param name="Kind">What it is compared with.</param>
internal sealed record FilterField(string Column, FieldKind Kind);

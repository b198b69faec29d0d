namespace HelpLightning.Sandbox.Lists;

/// <summary>What a list can be filtered and ordered by. The names are also the columns.</summary>
internal sealed class ListableFields(IReadOnlyDictionary<string, FieldKind> filters, IReadOnlyList<string> orders)
{
    public IReadOnlyDictionary<string, FieldKind> Filters { get; } = filters;

    public IReadOnlyList<string> Orders { get; } = orders;
}

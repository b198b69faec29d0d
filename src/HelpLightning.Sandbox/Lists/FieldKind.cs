namespace HelpLightning.Sandbox.Lists;

/// <summary>What kind of value a filter compares with.</summary>
internal enum FieldKind
{
    Text,
    Number,
    Time,
}

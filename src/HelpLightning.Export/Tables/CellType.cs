namespace HelpLightning.Export;

/// <summary>What a column holds.</summary>
internal enum CellType
{
    Text,
    Whole,
    Number,
    Flag,
}

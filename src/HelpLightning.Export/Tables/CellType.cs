namespace HelpLightning.Export.Tables;

/// <summary>What a column holds.</summary>
internal enum CellType
{
    Text,
    Whole,
    Number,
    Flag,
}

namespace HelpLightning.Export.Tables;

/// <summary>What a column holds.</summary>
internal enum CellType
{
    Text,
    Whole,
    Number,
    Flag,

    /// <summary>A moment in UTC, to the microsecond; ISO 8601 where it is written as text.</summary>
    Time,
}

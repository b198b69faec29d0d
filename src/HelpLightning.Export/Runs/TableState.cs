namespace HelpLightning.Export.Runs;

/// <summary>What of a table is safe on the disk.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="Bytes">The length of its file; 0 where the file keeps count itself.</param>
internal readonly record struct TableState(long Rows, long Bytes);

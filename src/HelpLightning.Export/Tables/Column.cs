namespace HelpLightning.Export.Tables;

/// <summary>A column of a table that is read from a row of the API.</summary>
/// <param name="Name">The name in the file.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Read">From the row to the value.</param>
internal sealed record Column<T>(string Name, CellType Type, Func<T, Cell> Read);

namespace HelpLightning.Export.Tables;

/// <summary>A column, as every format and the data dictionary see it.</summary>
/// <param name="Name">The name in the file.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Source">Where the API tells it: the name on the wire.</param>
/// <param name="Meaning">What it says, with its unit.</param>
/// <param name="IsRequired">It is never empty.</param>
internal abstract record Column(string Name, CellType Type, string Source, string Meaning, bool IsRequired);

/// <summary>A column of a table that is read from a row of the API.</summary>
/// <param name="Name">The name in the file.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Source">Where the API tells it: the name on the wire.</param>
/// <param name="Read">From the row to the value.</param>
/// <param name="Meaning">What it says, with its unit.</param>
/// <param name="IsRequired">It is never empty.</param>
internal sealed record Column<T>(string Name, CellType Type, string Source, Func<T, Cell> Read, string Meaning, bool IsRequired = false)
    : Column(Name, Type, Source, Meaning, IsRequired);

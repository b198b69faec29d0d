namespace HelpLightning.Export.Tables;

/// <summary>A table of the export, as files see it. The first column is the id of a row, or of what the row belongs to.</summary>
/// <param name="name">Its name in files.</param>
/// <param name="meaning">What a row of it is.</param>
/// <param name="columns">Its columns, in order.</param>
/// <param name="keys">How many of the first columns are unique together; 0 where the API does not promise it.</param>
/// <param name="lookups">Columns that rows are looked up by, beside the key.</param>
internal abstract class Table(string name, string meaning, IReadOnlyList<Column> columns, int keys, IReadOnlyList<int> lookups)
{
    public string Name { get; } = name;

    public string Meaning { get; } = meaning;

    public IReadOnlyList<Column> Columns { get; } = columns;

    public IEnumerable<string> Keys => Columns.Take(keys).Select(static c => c.Name);

    public IEnumerable<string> Lookups => lookups.Select(i => Columns[i].Name);

    /// <summary>The table whose rows these belong to, when they are read together with a row of it; null for none.</summary>
    public Table? Owner { get; init; }
}

/// <summary>A table whose rows are of one kind.</summary>
internal sealed class Table<T>(
    string name, string meaning, IReadOnlyList<Column<T>> columns, int keys = 0, IReadOnlyList<int>? lookups = null)
    : Table(name, meaning, columns, keys, lookups ?? [])
{
    private readonly Func<T, Cell>[] _read = [.. columns.Select(c => c.Read)];

    public void Read(T row, Span<Cell> cells)
    {
        for (int i = 0; i < _read.Length; i++)
        {
            cells[i] = _read[i](row);
        }
    }
}

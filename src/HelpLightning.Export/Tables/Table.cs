namespace HelpLightning.Export.Tables;

/// <summary>A table of the export, as files see it: its name and its columns. The first column is the id of a row.</summary>
internal abstract class Table(string name, IReadOnlyList<string> columns, IReadOnlyList<CellType> types, bool hasUniqueIds)
{
    public string Name { get; } = name;

    public IReadOnlyList<string> Columns { get; } = columns;

    public IReadOnlyList<CellType> Types { get; } = types;

    /// <summary>False for tables of links, whose ids the API does not promise to be different: two guests of a call have one id.</summary>
    public bool HasUniqueIds { get; } = hasUniqueIds;
}

/// <summary>A table whose rows are of one kind.</summary>
internal sealed class Table<T>(string name, IReadOnlyList<Column<T>> columns, bool hasUniqueIds = false)
    : Table(name, [.. columns.Select(c => c.Name)], [.. columns.Select(c => c.Type)], hasUniqueIds)
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

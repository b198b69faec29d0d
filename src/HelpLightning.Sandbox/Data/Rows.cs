namespace HelpLightning.Sandbox.Data;

/// <summary>The rows of a query, one after another. Dispose it before the same query is asked again.</summary>
internal readonly ref struct Rows(Statement statement)
{
    public bool Next() => statement.Step();

    public bool IsNull(int column) => statement.IsNull(column);

    public long Number(int column) => statement.Number(column);

    public bool Flag(int column) => statement.Number(column) != 0;

    public string Text(int column) => statement.Text(column);

    /// <summary>The text as it lies in the database; good until <see cref="Next"/>.</summary>
    public ReadOnlySpan<byte> Utf8(int column) => statement.Utf8(column);

    public void Dispose()
    {
        statement.Reset();
        statement.IsBusy = false;
    }
}

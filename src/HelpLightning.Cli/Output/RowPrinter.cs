namespace HelpLightning.Cli.Output;

/// <summary>Prints things of one kind.</summary>
internal sealed class RowPrinter<T>(RowWriter writer, IReadOnlyList<Field<T>> fields) : IDisposable
{
    public void Print(T thing) => writer.Write([.. fields.Select(f => f.Get(thing))]);

    public void PrintOnly(T thing)
    {
        Print(thing);
        Finish();
    }

    public void PrintAll(IEnumerable<T> things)
    {
        foreach (T thing in things)
        {
            Print(thing);
        }

        Finish();
    }

    public void Flush() => writer.Flush();

    public void Finish() => writer.Finish();

    public void Dispose() => writer.Dispose();
}

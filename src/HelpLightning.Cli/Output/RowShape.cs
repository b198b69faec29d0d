using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Terminal;

namespace HelpLightning.Cli.Output;

/// <summary>How a kind of thing is printed: its fields, in order.</summary>
/// <param name="plural">What people call several of them: <c>users</c>.</param>
/// <param name="fields">All there is to print. JSON and CSV print all, a table those that are marked.</param>
internal sealed class RowShape<T>(string plural, params Field<T>[] fields)
{
    public string Plural { get; } = plural;

    public IReadOnlyList<string> Names { get; } = [.. fields.Select(static f => f.Name)];

    /// <summary>The field that a list is likely to be sorted by: the first that people know rows by.</summary>
    public string UsualOrder { get; } = fields.Select(static f => f.Name).FirstOrDefault(static name => name is "name" or "started_at")
        ?? fields[0].Name;

    /// <summary>An order, such as <c>started_at:desc</c>, in the names of the API.</summary>
    public string ApiOrder(string order)
    {
        string[] parts = order.Split(':', 2);
        return fields.FirstOrDefault(f => f.Name == parts[0])?.ApiName is { } name ? string.Join(':', [name, .. parts[1..]]) : order;
    }

    /// <param name="asked">Names with commas between them; null for the usual ones.</param>
    /// <param name="format">Where they are printed.</param>
    /// <param name="isOne">Of one thing a table shows everything.</param>
    public IReadOnlyList<Field<T>> Choose(string? asked, OutputFormat format, bool isOne)
    {
        if (asked is null)
        {
            return format == OutputFormat.Table && !isOne
                ? [.. fields.Where(static f => f.InTable).OrderBy(static f => f.IsLastInTable)]
                : fields;
        }

        string[] names = asked.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return names.Length == 0
            ? throw CommandException.Usage($"--fields wants names with commas between them, of: {string.Join(", ", Names)}.")
            : [.. names.Select(Named)];
    }

    /// <summary>A table of these fields.</summary>
    public RowPrinter<T> OpenTable(string? asked, Screen screen)
    {
        IReadOnlyList<Field<T>> chosen = Choose(asked, OutputFormat.Table, isOne: false);
        return new RowPrinter<T>(new TableRowWriter([.. chosen.Select(static f => (f.Name, f.IsKey))], Plural, screen), chosen);
    }

    private Field<T> Named(string name) => fields.FirstOrDefault(f => f.Name == name)
        ?? throw CommandException.Usage($"{Plural} have no field {Printable.Of(name)}. There are: {string.Join(", ", Names)}.");
}

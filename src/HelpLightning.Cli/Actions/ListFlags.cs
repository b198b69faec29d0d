using System.CommandLine;
using HelpLightning.Cli.Exit;
using HelpLightning.Client;

namespace HelpLightning.Cli.Actions;

/// <summary>The flags of every list: how much of it, in which order.</summary>
/// <param name="usualOrder">A field that the list can be sorted by.</param>
/// <param name="apiOrder">From an order as it is typed to one in the names of the API.</param>
/// <param name="hasOrder">False for lists that the API gives in its own order and in pages of its own size.</param>
internal sealed class ListFlags(string usualOrder, Func<string, string> apiOrder, bool hasOrder = true)
{
    public const int StandardLimit = 50;
    private const int StandardPageSize = 50;

    private readonly Option<int?> _limit = new("--limit")
    {
        HelpName = "NUMBER",
        Description = $"At most so many [default: {StandardLimit}]",
    };

    private readonly Option<bool> _all = new("--all") { Description = "All of them" };

    private readonly Option<string?> _order = new("--order")
    {
        HelpName = "FIELD",
        Description = $"Sort by this field, such as {usualOrder} or {usualOrder}:desc; the API may know others",
    };

    private readonly Option<int?> _pageSize = new("--page-size")
    {
        HelpName = "NUMBER",
        Description = "Rows that one request asks for [default: 50]",
    };

    public void AddTo(Command command)
    {
        command.Add(_limit);
        command.Add(_all);
        if (hasOrder)
        {
            command.Add(_order);
            command.Add(_pageSize);
        }
    }

    public ListOptions Options(ParseResult parsed)
    {
        int? limit = parsed.GetValue(_limit);
        bool all = parsed.GetValue(_all);
        int? pageSize = parsed.GetValue(_pageSize);
        if (limit is <= 0 || pageSize is <= 0)
        {
            throw CommandException.Usage($"{(limit is <= 0 ? "--limit" : "--page-size")} wants a whole number of 1 or more.");
        }

        if (limit is not null && all)
        {
            throw CommandException.Usage("--limit and --all contradict each other: choose one.");
        }

        return new ListOptions
        {
            Order = parsed.GetValue(_order) is { } order ? apiOrder(order) : null,
            PageSize = pageSize ?? Math.Min(StandardPageSize, limit ?? StandardPageSize),

            // A first page is all that most people ask for; the second would be fetched for nothing.
            Prefetch = all || limit > StandardLimit,
        };
    }

    /// <summary>How many rows are printed; null for all.</summary>
    public int? Limit(ParseResult parsed) => parsed.GetValue(_all) ? null : parsed.GetValue(_limit) ?? StandardLimit;
}

using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Hosting;

namespace HelpLightning.Sandbox.Lists;

/// <summary>What a caller asks of a list: which page, how long, which rows, in which order.</summary>
internal sealed class ListQuery
{
    private const int DefaultPageSize = 20;
    private const int LargestPageSize = 1000;
    private const long LastPage = 1_000_000_000;

    private ListQuery(long page, int pageSize, Filter? filter, string? orderColumn, bool isDescending)
    {
        Page = page;
        PageSize = pageSize;
        Filter = filter;
        OrderColumn = orderColumn;
        IsDescending = isDescending;
    }

    public long Page { get; }

    public int PageSize { get; }

    public long Offset => (Page - 1) * PageSize;

    public Filter? Filter { get; }

    /// <summary>The column to order by; null when it is the id, as by default.</summary>
    public string? OrderColumn { get; }

    public bool IsDescending { get; }

    /// <summary>In SQL, with the id last so that the order is total.</summary>
    public string OrderBy => OrderColumn is null ? $"id{Direction}" : $"{OrderColumn}{Direction}, id{Direction}";

    private string Direction => IsDescending ? " DESC" : "";

    public static ListQuery Parse(ApiRequest request, ListableFields fields)
    {
        (string? Column, bool IsDescending) order = Tolerate(request, () => ParseOrder(request.Query("order"), fields));
        return new ListQuery(
            Tolerate(request, () => request.QueryNumber("page", 1, 1, LastPage), otherwise: 1),
            (int)Tolerate(request, () => request.QueryNumber("page_size", DefaultPageSize, 1, LargestPageSize), otherwise: DefaultPageSize),
            Tolerate(request, () => request.Query("filter") is { } filter && fields.Filters.Count > 0 ? Filter.Parse(filter, fields) : null),
            order.Column,
            order.IsDescending);
    }

    /// <summary>A loose sandbox takes a parameter that makes no sense as absent.</summary>
    private static T? Tolerate<T>(ApiRequest request, Func<T> parse, T? otherwise = default)
    {
        try
        {
            return parse();
        }
        catch (SandboxException) when (!request.Core.Options.Strict)
        {
            return otherwise;
        }
    }

    private static (string? Column, bool IsDescending) ParseOrder(string? value, ListableFields fields)
    {
        if (value is null || fields.Orders.Count == 0)
        {
            return (null, false);
        }

        string[] parts = value.Split(':');
        bool descending = parts is [_, "desc"];
        bool isKnown = fields.Orders.TryGetValue(parts[0], out string? column) && (parts.Length == 1 || descending || parts is [_, "asc"]);
        return isKnown
            ? (column == "id" ? null : column, descending)
            : throw SandboxException.BadParameter($"Parameter 'order' wants one of {string.Join(", ", fields.Orders.Keys)}, with :asc or :desc after it if need be.");
    }
}

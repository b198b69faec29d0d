using System.Globalization;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Routing;

namespace HelpLightning.Sandbox.Lists;

/// <summary>What a caller asks of a list: which page, how long, which rows, in which order.</summary>
internal sealed class ListQuery
{
    private const int DefaultPageSize = 20;
    private const long LastPage = 1_000_000_000;

    private readonly bool _isStrict;

    private ListQuery(long page, int pageSize, Filter? filter, string? orderColumn, bool isDescending, bool isStrict)
    {
        _isStrict = isStrict;
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
    public string OrderBy => OrderByIn("");

    /// <summary>What is put after a column in SQL.</summary>
    public string Direction => IsDescending ? " DESC" : "";

    /// <summary>The same with a table's alias, such as <c>c.</c>, before each column.</summary>
    public string OrderByIn(string table) =>
        OrderColumn is null ? $"{table}id{Direction}" : $"{table}{OrderColumn}{Direction}, {table}id{Direction}";

    /// <summary>The same of a list that is so long: for a page past the end the last one, unless paging is strict.</summary>
    public ListQuery Within(long total)
    {
        long last = Pages(total);
        return _isStrict || Page <= last ? this : new ListQuery(last, PageSize, Filter, OrderColumn, IsDescending, _isStrict);
    }

    /// <summary>An empty list was seen with one page, not none.</summary>
    public long Pages(long total) => Math.Max(1, (total + PageSize - 1) / PageSize);

    public static ListQuery Parse(ApiRequest request, ListableFields fields, HelpLightningSandboxOptions options)
    {
        (string? Column, bool IsDescending) order = Tolerate(options, () => ParseOrder(request.Query("order"), fields));
        return new ListQuery(
            Count(request, options, "page", 1, LastPage),
            (int)Count(request, options, "page_size", Math.Min(DefaultPageSize, options.LargestPageSize), options.LargestPageSize),
            Tolerate(
                options, () => request.Query("filter") is { } filter && fields.Filters.Count > 0 ? Filter.Parse(filter, fields) : null),
            order.Column,
            order.IsDescending,
            options.StrictPaging);
    }

    /// <summary>
    /// Too much is lowered and nonsense is absent, as in the library whose pages the vendor's are like; or an error, when
    /// paging is strict.
    /// </summary>
    private static long Count(ApiRequest request, HelpLightningSandboxOptions options, string name, long usual, long most)
    {
        if (options.StrictPaging)
        {
            return Tolerate(options, () => request.QueryNumber(name, usual, 1, most), otherwise: usual);
        }

        string text = request.Query(name) ?? "";
        if (text.Length == 0 || text.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            return usual;
        }

        // Digits that are no number are too many.
        bool fits = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number);
        return fits && number == 0 ? usual : fits && number < most ? number : most;
    }

    /// <summary>A loose sandbox takes a parameter that makes no sense as absent.</summary>
    private static T? Tolerate<T>(HelpLightningSandboxOptions options, Func<T> parse, T? otherwise = default)
    {
        try
        {
            return parse();
        }
        catch (SandboxException) when (!options.Strict)
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
            : throw SandboxException.BadParameter(
                $"Parameter 'order' wants one of {string.Join(", ", fields.Orders.Keys)}, with :asc or :desc after it if need be.");
    }
}

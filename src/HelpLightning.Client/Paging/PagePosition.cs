using System.Globalization;

namespace HelpLightning.Client;

/// <summary>Which page of a list: a page number or a cursor, as query parameters of the list's path.</summary>
internal sealed record PagePosition(string List, long Number, string? Cursor)
{
    /// <summary>The first page, or the one that the caller's own <c>page</c> parameter names.</summary>
    public static PagePosition First(string pathAndQuery)
    {
        string? page = Parameter(pathAndQuery, "page");
        return new PagePosition(pathAndQuery,
            long.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 1, null);
    }

    /// <summary>The path of this page. The first is asked for just as the caller wrote it.</summary>
    public string PathAndQuery =>
        Cursor is not null ? With("after", Uri.EscapeDataString(Cursor))
        : Number > 1 ? With("page", Number.ToString(CultureInfo.InvariantCulture))
        : List;

    public string Path => List.Split('?')[0];

    public int? PageSize =>
        int.TryParse(Parameter(List, "page_size"), NumberStyles.None, CultureInfo.InvariantCulture, out int size)
            ? size
            : null;

    /// <summary>What the caller gets to keep.</summary>
    public ListPosition ToPublic() => new(Cursor is null ? Number : 0, Cursor, Cursor is null ? PageSize : null);

    public PagePosition GoOnAt(ListPosition from) => this with { Number = Math.Max(1, from.Page), Cursor = from.Cursor };

    public PagePosition NextNumber() => this with { Number = Number + 1 };

    public PagePosition At(string cursor) => this with { Cursor = cursor };

    private static string? Parameter(string pathAndQuery, string name)
    {
        foreach (string pair in Pairs(pathAndQuery))
        {
            if (pair.StartsWith(name + "=", StringComparison.Ordinal))
            {
                return pair[(name.Length + 1)..];
            }
        }

        return null;
    }

    private static string[] Pairs(string pathAndQuery)
    {
        int mark = pathAndQuery.IndexOf('?');
        return mark < 0 ? [] : pathAndQuery[(mark + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries);
    }

    private string With(string name, string value)
    {
        int mark = List.IndexOf('?');
        IEnumerable<string> others = Pairs(List).Where(pair => !pair.StartsWith(name + "=", StringComparison.Ordinal));
        return $"{(mark < 0 ? List : List[..mark])}?{string.Join('&', others.Append($"{name}={value}"))}";
    }
}

using System.Globalization;

namespace HelpLightning.Client;

/// <summary>
/// A place in a list, at the beginning of a page. Keep its text to go on later: page numbers shift when rows are added or
/// removed before them, cursors do not.
/// </summary>
public sealed record ListPosition
{
    private const string PagePrefix = "page:";
    private const string CursorPrefix = "after:";

    internal ListPosition(long page, string? cursor, int? pageSize)
    {
        Page = page;
        Cursor = cursor;
        PageSize = pageSize;
    }

    /// <summary>The number of the page, from 1; 0 in a list that goes by a cursor.</summary>
    public long Page { get; }

    /// <summary>The server's cursor; null in a list that goes by page numbers.</summary>
    public string? Cursor { get; }

    /// <summary>The rows in a page, which the page number counts by; null when the server chose.</summary>
    public int? PageSize { get; }

    /// <summary>The place of a page in a list that goes by page numbers.</summary>
    /// <param name="page">The number of the page, from 1.</param>
    /// <param name="pageSize">The rows in a page, which the number counts by; null for the list's own.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public static ListPosition OfPage(long page, int? pageSize = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(page);
        if (pageSize is { } size)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size, nameof(pageSize));
        }

        return new ListPosition(page, null, pageSize);
    }

    /// <summary>The place after a cursor, in a list that goes by cursors.</summary>
    /// <param name="cursor">The server's text.</param>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public static ListPosition After(string cursor)
    {
        ArgumentException.ThrowIfNullOrEmpty(cursor);
        return new ListPosition(0, cursor, null);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">The text is no position.</exception>
    public static ListPosition Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > CursorPrefix.Length && text.StartsWith(CursorPrefix, StringComparison.Ordinal))
        {
            return new ListPosition(0, text[CursorPrefix.Length..], null);
        }

        string[] parts = text.StartsWith(PagePrefix, StringComparison.Ordinal) ? text[PagePrefix.Length..].Split('/') : [];
        return parts.Length is 1 or 2 && TryRead(parts[0], out long page) && TryRead(parts[^1], out long size) && size <= int.MaxValue
            ? new ListPosition(page, null, parts.Length == 2 ? (int)size : null)
            : throw new FormatException("A position of a list is written page:3, page:3/50 (50 rows in a page) or after:CURSOR.");
    }

    /// <summary><c>page:3/50</c> for the third page of 50 rows each, <c>after:CURSOR</c> in a list that goes by a cursor.</summary>
    public override string ToString() =>
        Cursor is not null ? CursorPrefix + Cursor
        : PageSize is { } size ? string.Create(CultureInfo.InvariantCulture, $"{PagePrefix}{Page}/{size}")
        : string.Create(CultureInfo.InvariantCulture, $"{PagePrefix}{Page}");

    private static bool TryRead(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;
}

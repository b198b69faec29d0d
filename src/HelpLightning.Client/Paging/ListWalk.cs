namespace HelpLightning.Client;

/// <summary>
/// What a walk over a list has seen so far, and what follows from it: which rows of a page are new, whether another page
/// is asked for, and how many rows are missing at the end. Lists change while they are walked, and servers err.
/// </summary>
internal sealed class ListWalk<T>(PagePosition first)
{
    /// <summary>
    /// So many pages one after the other may bring nothing new. Fewer would end a list at a page that shifted; more would ask
    /// a server for ever that has no more, or gives the same rows again and again.
    /// </summary>
    private const int MostIdlePages = 3;

    private readonly RecentRows _recent = new();
    private long _received;
    private long _delivered;
    private int _idlePages;
    private bool _repeats;

    /// <exception cref="HelpLightningMalformedReplyException">The list would never end.</exception>
    public (List<T> Rows, PagePosition? Next, long Missing) Take(WirePage<T> page, PagePosition position)
    {
        _received += page.Entries!.Count;
        PagePosition? next = page.NextAfter(position, (RowsBefore(page) ?? 0) + _received);
        List<T> rows = NewRows(page, page.IsPastTheEnd(position));
        _recent.Add(rows);
        _delivered += rows.Count;
        _repeats = rows.Count == 0 && (_repeats || page.Entries.Count > 0);
        _idlePages = rows.Count == 0 ? _idlePages + 1 : 0;
        if (next is not null && _idlePages == MostIdlePages)
        {
            // Empty pages of a list whose end is known are rows that are missing. Of a cursor nobody knows how much there is.
            next = _repeats || page.GoesByCursor ? throw NothingNew(position) : null;
        }

        return (rows, next, next is null ? Missing(page) : 0);
    }

    /// <summary>
    /// Without the rows that pages before this one brought: they shift from one page to the next when others come in before
    /// them. A page past the end, which is the last page once more, has nothing for a walk that begins at it.
    /// </summary>
    private List<T> NewRows(WirePage<T> page, bool isPastTheEnd)
    {
        List<T> entries = page.Entries!;
        if (isPastTheEnd && _delivered == 0)
        {
            return [];
        }

        bool IsNew(T row) => RowKey.OfRow(row) is { } key ? !_recent.Contains(key) : !isPastTheEnd;
        return entries.TrueForAll(IsNew) ? entries : entries.FindAll(IsNew);
    }

    /// <summary>How many rows fewer came than the last answer says that there are; 0 also when that cannot be told.</summary>
    private long Missing(WirePage<T> page) => Math.Max(0, page.TotalEntries - RowsBefore(page) - _delivered ?? 0);

    /// <summary>How many rows lie before the page that the walk began at; null when that cannot be told.</summary>
    private long? RowsBefore(WirePage<T> page) => first switch
    {
        { Cursor: not null } => null,
        { Number: > 1 } => (first.Number - 1) * (page.PageSize ?? first.PageSize),
        _ => 0,
    };

    private static HelpLightningMalformedReplyException NothingNew(PagePosition position) =>
        new(
            $"{position.Path}: the server brings the same rows, or none, page after page, "
            + "so the list would never end. The rows so far were delivered.");
}

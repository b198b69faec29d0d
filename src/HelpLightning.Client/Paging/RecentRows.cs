namespace HelpLightning.Client;

/// <summary>Which rows a walk over a list delivered last. Its memory stays flat, however long the list is.</summary>
internal sealed class RecentRows
{
    /// <summary>Rows that shift from page to page come again on the next one; this is many pages of the usual size.</summary>
    private const int Most = 10_000;

    private readonly HashSet<RowKey> _known = [];
    private readonly Queue<RowKey> _order = [];

    public bool Contains(RowKey key) => _known.Contains(key);

    /// <summary>Adds the rows of a page, and forgets the oldest ones; never those of this page.</summary>
    public void Add<T>(IReadOnlyList<T> rows)
    {
        foreach (T row in rows)
        {
            if (RowKey.OfRow(row) is { } key && _known.Add(key))
            {
                _order.Enqueue(key);
            }
        }

        while (_order.Count > Math.Max(Most, rows.Count))
        {
            _known.Remove(_order.Dequeue());
        }
    }
}

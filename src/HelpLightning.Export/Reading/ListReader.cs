using System.Net;
using System.Runtime.CompilerServices;
using HelpLightning.Client;
using HelpLightning.Export.Runs;
using HelpLightning.Export.Tables;

namespace HelpLightning.Export.Reading;

/// <summary>Reads a list page by page from where it was left, and goes on after an answer that came broken.</summary>
/// <param name="rows">How far the run is.</param>
/// <param name="retry">How patiently.</param>
/// <param name="pageSize">Rows asked for in one request, unless the server refuses that.</param>
internal sealed class ListReader(RowWriter rows, LongRunRetry retry, int pageSize)
{
    /// <summary>
    /// So many pages one after the other may bring nothing new: many, for rows that come in while a list is read shift others to later
    /// pages; not without end, for a server may give the same page for ever.
    /// </summary>
    private const int MostIdlePages = 100;

    /// <summary>What the vendor's own sample asks for, so no server refuses it.</summary>
    private const int SafePageSize = 50;

    private int _pageSize = pageSize;

    /// <param name="table">The table that the list is for.</param>
    /// <param name="list">The list, read as the options say.</param>
    /// <param name="add">Takes a row; false when it brings nothing new.</param>
    /// <param name="tracker">Told how far the list is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task ReadAsync<T>(
        Table table, Func<ListOptions, PagedList<T>> list, Func<T, bool> add, ProgressTracker tracker, CancellationToken cancellationToken)
    {
        while (!await TryReadAsync(table, list, add, tracker, cancellationToken).ConfigureAwait(false))
        {
            // The largest page that a server allows is not known.
            _pageSize = SafePageSize;
        }

        tracker.Done(rows.Now.RowsRead);
        rows.Now = rows.Now with { RowsRead = 0 };
    }

    /// <returns>False when the server refuses the size of the pages.</returns>
    private async Task<bool> TryReadAsync<T>(
        Table table, Func<ListOptions, PagedList<T>> list, Func<T, bool> add, ProgressTracker tracker, CancellationToken cancellationToken)
    {
        PagesAhead<T> pages = new(list, _pageSize, cancellationToken);
        await using ConfiguredAsyncDisposable end = pages.ConfigureAwait(false);
        ListPosition? position = rows.Now.Position is { } text ? ListPosition.Parse(text) : null;
        int idlePages = 0;
        long read = rows.Now.RowsRead;
        while (true)
        {
            Page<T> page;
            try
            {
                page = await retry.RunAsync(() => pages.ReadAsync(position), cancellationToken).ConfigureAwait(false);
            }
            catch (HelpLightningApiException e)
                when (e.Status == HttpStatusCode.BadRequest && position is null && _pageSize > SafePageSize)
            {
                return false;
            }

            bool isIdle = true;
            foreach (T row in page.Entries)
            {
                isIdle &= !add(row);
            }

            read += page.Entries.Count;
            tracker.Report(read, page.TotalEntries);
            position = page.Next;
            if (position is null)
            {
                rows.Now = rows.Now with { RowsRead = read };
                NoteMissing(table, page.TotalEntries);
                return true;
            }

            idlePages = isIdle ? idlePages + 1 : 0;
            if (idlePages == MostIdlePages)
            {
                throw new ExportException(
                    $"The server brings nothing new on {MostIdlePages} pages of {table.Name} one after the other, so the list would never "
                    + "end. The same command later goes on before them.");
            }

            // What goes on later goes on before pages that brought nothing: they may bring something then.
            rows.Now = isIdle ? rows.Now : rows.Now with { Position = position.ToString(), RowsRead = read };
            rows.CommitIfDue(page.Entries.Count);
        }
    }

    private void NoteMissing(Table table, long? announced)
    {
        Checkpoint now = rows.Now;
        if (announced > now.RowsRead)
        {
            rows.Now = now with { Missing = new Dictionary<string, long>(now.Missing) { [table.Name] = announced.Value - now.RowsRead } };
        }
    }
}

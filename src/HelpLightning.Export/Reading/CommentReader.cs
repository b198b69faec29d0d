using HelpLightning.Client;
using HelpLightning.Export.Tables;

namespace HelpLightning.Export.Reading;

/// <summary>Fetches what people wrote about calls, and tells each once all of it has come whole.</summary>
/// <param name="add">Told each.</param>
/// <param name="cancellationToken">Ends it.</param>
internal delegate Task CommentSource(Action<CallComment> add, CancellationToken cancellationToken);

/// <summary>Fills the table of comments, which only the call report tells.</summary>
internal sealed class CommentReader(
    CommentSource source, Table<CallComment> table, RowWriter rows, LongRunRetry retry, ProgressTracker tracker)
{
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        long count = 0;
        try
        {
            // Nothing is committed before the end: there is no position to go on from within a report.
            count = await retry.RunAsync(() => AddAllAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HelpLightningReportException or HelpLightningPermissionException
            or HelpLightningNotFoundException or InvalidDataException)
        {
            // The rest of the export is worth having without them.
            rows.Now = rows.Now with { NoComments = e.Message };
        }

        tracker.Done(count);
    }

    private async Task<long> AddAllAsync(CancellationToken cancellationToken)
    {
        HashSet<string> seen = [];
        await source(comment =>
        {
            if (comment.Text.Length > 0 && seen.Add(comment.CallId))
            {
                rows.Add(table, comment);
            }
        }, cancellationToken).ConfigureAwait(false);
        return seen.Count;
    }
}

using HelpLightning.Client;
using HelpLightning.Export.Tables;

namespace HelpLightning.Export;

/// <summary>The comments of calls, out of the call report.</summary>
internal static class ReportedComments
{
    public static async Task ReadAsync(
        EnterpriseClient client, Action<CallComment> add, CancellationToken cancellationToken)
    {
        await new CallReportDownload(client, Stream.Null, new CallReportDownloadOptions())
            .ReadAsync(row => add(new CallComment(row.Id, row.Comments)), progress: null, cancellationToken).ConfigureAwait(false);
    }
}

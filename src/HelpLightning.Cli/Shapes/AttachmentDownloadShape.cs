using HelpLightning.Cli.Output;
using HelpLightning.Export;

namespace HelpLightning.Cli.Shapes;

/// <summary>How the summary of a download is printed.</summary>
internal static class AttachmentDownloadShape
{
    public static readonly RowShape<AttachmentDownloadResult> Full = new("downloads",
        new("fetched", static r => (long?)r.Fetched, InTable: true),
        new("fetched_bytes", static r => (long?)r.FetchedBytes, InTable: true),
        new("skipped", static r => (long?)r.Skipped, InTable: true),
        new("gone", static r => (long?)r.Gone, InTable: true),
        new("failed", static r => (long?)r.Failures.Count, InTable: true));
}

using HelpLightning.Client;
using HelpLightning.Export;

namespace HelpLightning.Cli.Downloads;

/// <summary>What <c>hl calls download</c> was asked to do.</summary>
/// <param name="Ids">The calls; empty when they are looked for.</param>
/// <param name="Selection">Which calls to look for.</param>
/// <param name="Folder">Where to.</param>
/// <param name="Options">How.</param>
internal sealed record CallDownloadPlan(
    IReadOnlyList<CallId> Ids, AttachmentSelection Selection, string Folder, AttachmentDownloadOptions Options)
{
    public IAsyncEnumerable<CallId> Calls(EnterpriseClient client, CancellationToken cancellation) =>
        Ids.Count > 0 ? Ids.ToAsyncEnumerable() : Selection.FindAsync(client, cancellation);
}

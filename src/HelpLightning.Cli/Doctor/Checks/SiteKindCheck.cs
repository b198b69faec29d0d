using System.Globalization;
using HelpLightning.Client;

namespace HelpLightning.Cli.Doctor.Checks;

/// <summary>Is the key a site's or a workspace's? A site's can list workspaces; a workspace's gets an empty list.</summary>
internal sealed class SiteKindCheck() : Check(CheckNames.SiteKind, CheckNames.TokenAccepted)
{
    public override async Task<CheckResult> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        using HelpLightningClient client = examination.OpenClient();
        try
        {
            await foreach (Page<Workspace> page in client.Workspaces.ListAsync(new ListOptions { PageSize = 1 }, cancellationToken)
                .AsPages(cancellationToken))
            {
                long count = page.TotalEntries ?? page.Entries.Count;
                return Ok(page.Entries.Count == 0
                    ? "a workspace's, or a site's without workspaces"
                    : string.Create(
                        CultureInfo.InvariantCulture, $"a site's, with {count:N0} {(count == 1 ? "workspace" : "workspaces")}"));
            }

            return Ok("a workspace's, or a site's without workspaces");
        }
        catch (HelpLightningException e)
        {
            return Warning(
                "the workspaces could not be listed: "
                + $"{(e is HelpLightningApiException api ? api.Finding.TrimEnd('.') : e.Message.TrimEnd('.'))}", null);
        }
    }
}

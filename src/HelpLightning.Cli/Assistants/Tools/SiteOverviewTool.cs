using System.Text.Json.Nodes;
using HelpLightning.Cli.Assistants.Answers;
using HelpLightning.Client;

namespace HelpLightning.Cli.Assistants.Tools;

/// <summary>Which site this is, and how large.</summary>
internal sealed class SiteOverviewTool() : AssistantTool(
    "site_overview",
    "Show the site",
    "Which site this is, what time it is there, how many people, groups, workspaces and recent calls it has, and whether anything "
    + "may be changed.")
{
    private static readonly TimeSpan Recent = TimeSpan.FromDays(7);

    private static readonly Shape<Overview> Told = new Shape<Overview>()
        .Number("site_id", "Its number", static o => o.SiteId)
        .Words("kind", "site, workspace or sandbox", static o => o.Kind)
        .Words("now", "The time of its server, in UTC", static o => TimeText.Exact(o.Now))
        .Number("people", "How many", static o => o.People)
        .Number("groups", "How many", static o => o.Groups)
        .Number("workspaces", "How many; missing where they cannot be listed", static o => o.Workspaces)
        .Number("calls_last_7_days", "How many", static o => o.Calls)
        .Flag("writes_allowed", "May anything be changed?", static o => o.AllowsWrites);

    public override IReadOnlyList<Parameter> Parameters => [];

    public override JsonObject OutputSchema => Told.Schema();

    public override async Task<Answer> RunAsync(ToolCall call, CancellationToken cancellation)
    {
        EnterpriseClient client = call.Client;
        ListOptions one = new() { PageSize = 1, Prefetch = false };
        long? people = await CountAsync(client.Users.ListAsync(options: one, cancellationToken: cancellation), cancellation);
        long? groups = await CountAsync(client.Groups.ListAsync(options: one, cancellationToken: cancellation), cancellation);
        long? calls = await CountAsync(client.Calls.ListSinceAsync(call.Now - Recent, one, cancellation), cancellation);
        long? workspaces;
        try
        {
            workspaces = await CountAsync(client.Workspaces.ListAsync(one, cancellation), cancellation);
        }
        catch (HelpLightningApiException)
        {
            // With the key of a workspace there are none to list.
            workspaces = null;
        }

        return Answer.OfOne("The site.", Told.Row(
            new Overview(call.Site.Number, call.Site.Kind, call.Now, people, groups, workspaces, calls, call.AllowsWrites), call.Now));
    }

    private static async Task<long?> CountAsync<T>(PagedList<T> list, CancellationToken cancellation) =>
        (await list.GetPageAsync(cancellationToken: cancellation)).TotalEntries;

    private sealed record Overview(
        long SiteId, string Kind, DateTimeOffset Now, long? People, long? Groups, long? Workspaces, long? Calls, bool AllowsWrites);
}

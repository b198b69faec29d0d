using HelpLightning.Cli.Actions;
using HelpLightning.Client;

namespace HelpLightning.Cli.Assistants.Tools;

/// <summary>Calls, the newest first.</summary>
internal sealed class FindCallsTool() : ListTool<Call>(
    "find_calls",
    "Find calls",
    "Calls, the newest first, all or those that meet every condition given. For counts and hours take call_statistics instead.",
    ("call", "calls"),
    SiteShapes.CallInList,
    CallPeriod.Since("Only calls that began since then"),
    CallPeriod.Until,
    PersonFinder.Parameter("person", "Only calls that this person took part in or was called in"),
    GroupFinder.Parameter("Only calls that count for this group"),
    new Parameter("tag", "string", "Only calls with the tag of this name"),
    new Parameter("unanswered", "boolean", "true: only calls that nobody took; false: only those that somebody took"),
    new Parameter("attachments", "boolean", "true: only calls with recordings, pictures or files; false: only those without"))
{
    protected override async Task<ListSource<Call>> OpenAsync(ToolCall call, ListOptions options, CancellationToken cancellation)
    {
        (DateTimeOffset? since, DateTimeOffset? until) = CallPeriod.Read(call);
        List<Func<Call, bool>> conditions = [];
        void Add(bool isWanted, Func<Call, bool> condition)
        {
            if (isWanted)
            {
                conditions.Add(condition);
            }
        }

        Add(since is not null, c => c.StartedAt >= since);
        Add(until is not null, c => c.StartedAt < until);
        bool? unanswered = call.Arguments.Flag("unanswered");
        Add(unanswered == true, CallFacts.IsUnanswered);
        Add(unanswered == false, static c => c.EndedSuccessfully);
        bool? attachments = call.Arguments.Flag("attachments");
        Add(attachments is not null, c => (c.HasAttachments ?? false) == attachments);
        if (call.Arguments.Text("person") is { } person)
        {
            long id = (await PersonFinder.FindAsync(call, person, cancellation)).Id;
            conditions.Add(c => CallFacts.Concerns(c, id));
        }

        if (call.Arguments.Text("group") is { } group)
        {
            Group meant = await GroupFinder.FindAsync(call, group, cancellation);
            conditions.Add(c => c.Groups.Any(
                g => g.Id == meant.Id || string.Equals(g.Name, meant.Name, StringComparison.OrdinalIgnoreCase)));
        }

        string? tag = call.Arguments.Text("tag");
        CallFilter? filter = tag is null ? null : CallFilter.TagName == tag;
        return new ListSource<Call>(
            NewestFirst.Of(call.Host, o => call.Client.Calls.ListAsync(filter, o), options),
            conditions.Count == 0 ? null : c => conditions.All(condition => condition(c)),
            since is null ? null : page => IsBefore(page, since.Value));
    }

    /// <summary>
    /// All that follows is older too, where the page shows that the API did sort by time: it is not known to do so everywhere, and a
    /// list in another order must be read on.
    /// </summary>
    private static bool IsBefore(IReadOnlyList<Call> page, DateTimeOffset since)
    {
        for (int i = 0; i < page.Count; i++)
        {
            if (page[i].StartedAt is not { } start || start >= since || (i > 0 && start > page[i - 1].StartedAt))
            {
                return false;
            }
        }

        return page.Count > 1 && page[^1].StartedAt < page[0].StartedAt;
    }
}

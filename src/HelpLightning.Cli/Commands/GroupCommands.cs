using System.CommandLine;
using HelpLightning.Cli.Actions;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Filters;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Lookup;
using HelpLightning.Cli.Shapes;
using HelpLightning.Cli.Syntax;
using HelpLightning.Client;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl groups</c>.</summary>
internal static class GroupCommands
{
    private static readonly NamedThing<Group> Named = new(
        "group", static (client, options) => client.Groups.ListAsync(options: options), static g => g.Id, static g => g.Name);

    public static Command Build(Host host) => new HlCommand("groups", "The groups of the site: who is in them, their calls",
        "hl groups list",
        "hl groups members 12 --all -o csv > members.csv")
    {
        List(host), Get(host), Members(host), Calls(host),
    };

    private static HlCommand List(Host host)
    {
        Option<string?> name = new("--name") { HelpName = "TEXT", Description = "Whose name holds this text" };
        Option<string?> updatedSince = new("--updated-since")
        {
            HelpName = TimeParser.HelpName,
            Description = "Changed since: 7d, 24h, 2026-11-01",
        };
        Option<string?> raw = new("--filter")
        {
            HelpName = "CONDITION",
            Description = "A condition in the API's own form, such as name=Level 1",
        };
        HlCommand command = new("list", "List groups, without their people",
            "hl groups list --name service",
            "hl groups list --all --fields id,name,user_count -o csv")
        {
            name, updatedSince, raw,
        };
        return ListAction.Attach(command, host, GroupShape.List, ActingAs.Site, (parsed, session, options) =>
        {
            Conditions<Group, GroupFilter> conditions = new(parsed.GetValue(raw) is { } text ? GroupFilter.Raw(text) : null);
            if (parsed.GetValue(updatedSince) is { } since)
            {
                // Groups do not tell when they changed, so only the API can check it.
                if (conditions.Remote is not null)
                {
                    throw CommandException.Usage("The API takes one condition in a request: choose --updated-since or --filter.");
                }

                conditions.Add(GroupFilter.UpdatedAt > TimeParser.Parse(since, "--updated-since", session.Now), static _ => true);
            }

            if (parsed.GetValue(name) is { } part)
            {
                conditions.Add(group => group.Name?.Contains(part, StringComparison.OrdinalIgnoreCase) == true);
            }

            return new Selection<Group>(session.Client.Groups.ListAsync(conditions.Remote, options), conditions.Local);
        }, countsFromNow: parsed => TimeParser.IsAgo(parsed.GetValue(updatedSince)));
    }

    private static HlCommand Get(Host host)
    {
        Argument<string> group = Named.Argument();
        return ReadAction.AttachOne(
            new HlCommand("get", "Show a group with its people, administrators, subgroups and groups on call",
                "hl groups get 12",
                "hl groups get Hydraulics")
            {
                group,
            },
            host, GroupShape.Full, ActingAs.Site, async (parsed, session, cancellation) =>
                await session.Client.Groups.GetAsync(
                    await Named.FindAsync(session.Client, parsed.GetRequiredValue(group), host, cancellation), cancellation));
    }

    private static HlCommand Members(Host host)
    {
        Argument<string> group = Named.Argument();
        UserFilterFlags filters = new(hasLicense: false);
        HlCommand command = new("members", "List the people of a group",
            "hl groups members 12",
            "hl groups members Hydraulics --active true --fields name,email")
        {
            group,
        };
        filters.AddTo(command);
        return ListAction.Attach(command, host, UserShape.Member, ActingAs.Site, (parsed, session, options) => filters.Select(
            parsed, session.Now, filter =>
                Of(host, parsed, session, group, id => session.Client.Groups.ListMembersAsync(id, filter, options))),
            countsFromNow: filters.CountsFromNow);
    }

    private static HlCommand Calls(Host host)
    {
        Argument<string> group = Named.Argument();
        CallFilterFlags filters = new();
        HlCommand command = new("calls", "List the calls in which everybody was of a group, the newest first",
            "hl groups calls 12 --since 30d")
        {
            group,
        };
        filters.AddTo(command);
        return ListAction.Attach(command, host, CallShape.Full, ActingAs.Site, (parsed, session, options) => filters.Select(
            parsed,
            session.Now,
            filter => Of(host, parsed, session, group,
                id => NewestFirst.Of(host, o => session.Client.Groups.ListCallsAsync(id, filter, o), options)),
            listSince: null), countsFromNow: filters.CountsFromNow);
    }

    private static LaterList<T> Of<T>(
        Host host, ParseResult parsed, ApiSession session, Argument<string> group, Func<long, PagedList<T>> list) =>
        new(async cancellation => list(await Named.FindAsync(session.Client, parsed.GetRequiredValue(group), host, cancellation)));
}

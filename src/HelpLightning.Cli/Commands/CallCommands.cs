using System.CommandLine;
using HelpLightning.Cli.Actions;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Filters;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Lookup;
using HelpLightning.Cli.Shapes;
using HelpLightning.Cli.Syntax;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl calls</c>.</summary>
internal static class CallCommands
{
    public static Command Build(Host host) => new HlCommand("calls", "The record of calls, and what they left behind",
        "hl calls list --since 7d",
        "hl calls download --since 7d --out attachments")
    {
        List(host), Get(host), Attachments(host), CallDownloadCommand.Build(host),
    };

    private static HlCommand List(Host host)
    {
        CallFilterFlags filters = new();
        HlCommand command = new("list", "List calls, the newest first; those of --since in the API's own order",
            "hl calls list --since 7d --tag Repair",
            "hl calls list --since 2026-11-01 --until 2026-12-01 --all -o csv > november.csv");
        filters.AddTo(command);
        return ListAction.Attach(command, host, CallShape.Full, ActingAs.Site, (parsed, session, options) => filters.Select(
            parsed,
            session.Now,
            filter => NewestFirst.Of(host, o => session.Client.Calls.ListAsync(filter, o), options),
            since => session.Client.Calls.ListSinceAsync(since, options)), countsFromNow: filters.CountsFromNow);
    }

    private static HlCommand Get(Host host)
    {
        Argument<string> id = CallArgument.Create();
        return ReadAction.AttachOne(
            new HlCommand("get", "Show a call", "hl calls get CALL_ID -o json") { id },
            host, CallShape.Full, ActingAs.Site, (parsed, session, cancellation) =>
                session.Client.Calls.GetAsync(CallArgument.Read(parsed.GetRequiredValue(id)), cancellation));
    }

    private static HlCommand Attachments(Host host)
    {
        Argument<string> id = CallArgument.Create();
        return ReadAction.AttachSome(
            new HlCommand("attachments", "List the recordings, captures and files of a call", "hl calls attachments CALL_ID") { id },
            host, AttachmentShape.Full, ActingAs.Site, (parsed, session, cancellation) =>
                session.Client.Attachments.ListAsync(CallArgument.Read(parsed.GetRequiredValue(id)), cancellation));
    }
}

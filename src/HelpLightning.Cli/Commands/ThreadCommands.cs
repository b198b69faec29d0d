using System.CommandLine;
using HelpLightning.Cli.Actions;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Shapes;
using HelpLightning.Cli.Syntax;
using HelpLightning.Client;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl threads</c>.</summary>
internal static class ThreadCommands
{
    private const int LongestTitle = 255;

    public static Command Build(Host host) => new HlCommand("threads", "A person's help threads: open, write, invite, close",
        "hl threads list --as ann@example.com",
        "hl threads create --as ann@example.com --title \"Pump 7 leaks\"",
        "hl threads message 12 \"On my way\" --as ann@example.com")
    {
        List(host), Get(host), Create(host),
        ThreadInviteCommand.Build(host), ThreadGuestCommands.Resend(host), ThreadGuestCommands.Remove(host),
        ThreadMessageCommands.List(host), ThreadMessageCommands.Send(host), Close(host), Reopen(host), Token(host),
    };

    public static Argument<long> Id() => new("THREAD_ID") { Description = "The number that hl threads list shows" };

    /// <summary>The thread's own token, which its person gets.</summary>
    public static ActingAs Opened(Argument<long> id) => ActingAs.Opened(parsed => $"threads token {parsed.GetValue(id)}");

    private static HlCommand List(Host host)
    {
        Option<string?> status = new("--status") { HelpName = "open|closed|all", Description = "Which [default: open]" };
        status.CompletionSources.Add("open", "closed", "all");
        return ListAction.Attach(
            new HlCommand("list", "List help threads, the last active first",
                "hl threads list --as ann@example.com",
                "hl threads list --as ann@example.com --status all --all")
            {
                status,
            },
            host, ThreadShape.List, ActingAs.Person,
            (parsed, session, options) => session.User.HelpThreads.ListAsync(ParseStatus(parsed.GetValue(status)), options),
            hasOrder: false);
    }

    private static HlCommand Get(Host host)
    {
        Argument<long> id = Id();
        return ReadAction.AttachOne(
            new HlCommand("get", "Show a help thread with its people and fields", "hl threads get 12 --as ann@example.com") { id },
            host, ThreadShape.Full, ActingAs.Person,
                (parsed, session, cancellation) => session.User.HelpThreads.GetAsync(parsed.GetValue(id), cancellation));
    }

    private static HlCommand Create(Host host)
    {
        Option<string?> title = new("--title") { HelpName = "TEXT", Description = "What it is about" };
        return WriteAction.Attach(
            new HlCommand("create", "Open a help thread", "hl threads create --as ann@example.com --title \"Pump 7 leaks\"") { title },
            host, ThreadShape.Full, ActingAs.Person, question: null,
            async (parsed, session, cancellation) =>
            {
                HelpThread created = await session.User.HelpThreads.CreateAsync(ReadTitle(parsed.GetValue(title)), cancellation);
                return await session.User.HelpThreads.Open(created).GetAsync(cancellation);
            });
    }

    private static HlCommand Close(Host host) => Change(
        host, new HlCommand("close", "Close a help thread", "hl threads close 12 --as ann@example.com"),
        static (thread, cancellation) => thread.CloseAsync(cancellation));

    private static HlCommand Reopen(Host host) => Change(
        host, new HlCommand("reopen", "Open a closed help thread again", "hl threads reopen 12 --as ann@example.com"),
        static (thread, cancellation) => thread.ReopenAsync(cancellation));

    private static HlCommand Change(Host host, HlCommand command, Func<HelpThreadClient, CancellationToken, Task> change)
    {
        Argument<long> id = Id();
        command.Add(id);
        return WriteAction.Attach(
            command, host, ThreadShape.Full, Opened(id), question: null,
            async (parsed, session, cancellation) =>
            {
                HelpThreadClient thread = session.User.HelpThreads.Open(parsed.GetValue(id));
                await change(thread, cancellation);
                return await thread.GetAsync(cancellation);
            });
    }

    private static HlCommand Token(Host host)
    {
        Argument<long> id = Id();
        return TokenAction.Attach(
            new HlCommand("token", "Print a token for the routes inside a help thread. It is a secret",
                "hl threads token 12 --as ann@example.com")
            {
                id,
            },
            host, ActingAs.Person,
                async (parsed, session, cancellation) =>
                    (await session.User.HelpThreads.GetAsync(parsed.GetValue(id), cancellation)).Token);
    }

    private static HelpThreadStatusFilter ParseStatus(string? text) => text switch
    {
        null or "open" => HelpThreadStatusFilter.Open,
        "closed" => HelpThreadStatusFilter.Closed,
        "all" => HelpThreadStatusFilter.All,
        _ => throw CommandException.Usage("--status wants open, closed or all."),
    };

    private static string? ReadTitle(string? title) => title is null or { Length: > 0 and <= LongestTitle }
        ? title
        : throw CommandException.Usage($"--title wants 1 to {LongestTitle} characters.");
}

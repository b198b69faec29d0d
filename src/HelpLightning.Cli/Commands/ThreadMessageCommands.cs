using System.CommandLine;
using HelpLightning.Cli.Actions;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Shapes;
using HelpLightning.Cli.Syntax;
using HelpLightning.Client;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl threads messages</c> and <c>message</c>: what was said in a help thread, and saying something.</summary>
internal static class ThreadMessageCommands
{
    private const int StandardLatest = 20;

    public static HlCommand List(Host host)
    {
        Argument<long> id = ThreadCommands.Id();
        Option<bool> latest = new("--latest") { Description = $"The latest {StandardLatest}, the newest first" };
        return ListAction.Attach(
            new HlCommand("messages", "List the messages of a help thread, the oldest first. They count as read then",
                "hl threads messages 12 --as ann@example.com --all",
                "hl threads messages 12 --as ann@example.com --latest")
            {
                id, latest,
            },
            host, ThreadShape.Message, ThreadCommands.Opened(id),
            (parsed, session, options) =>
            {
                HelpThreadMessagesClient messages = session.User.HelpThreads.Open(parsed.GetValue(id)).Messages;
                return parsed.GetValue(latest)
                    ? new OneAnswer<HelpThreadMessage>(cancellation => messages.GetRecentAsync(StandardLatest, cancellation))
                    : messages.ListAsync(options);
            },
            hasOrder: false);
    }

    public static HlCommand Send(Host host)
    {
        Argument<long> id = ThreadCommands.Id();
        Argument<string> text = new("TEXT") { Description = "What to say; - reads standard input" };
        return WriteAction.Attach(
            new HlCommand("message", "Write a message into a help thread",
                "hl threads message 12 \"On my way\" --as ann@example.com")
            {
                id, text,
            },
            host, ThreadShape.Message, ThreadCommands.Opened(id), question: null,
            async (parsed, session, cancellation) =>
            {
                string words = ReadText(host, parsed.GetRequiredValue(text));
                User sender = await session.User.Me.GetAsync(cancellation);
                string username = sender.Username
                    ?? throw new CommandException(
                        ExitCode.Refused, "The API does not tell this person's user name, which a message has to name.");
                return await session.User.HelpThreads.Open(parsed.GetValue(id)).Messages.SendTextAsync(username, words, cancellation)
                    ?? new HelpThreadMessage { Type = "Text" };
            });
    }

    private static string ReadText(Host host, string typed)
    {
        string text = typed == "-" ? host.ReadInputText().TrimEnd('\n', '\r') : typed;
        return text.Length > 0 ? text : throw CommandException.Usage("TEXT is empty: there is nothing to say.");
    }
}

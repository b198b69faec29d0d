using System.CommandLine;
using HelpLightning.Cli.Actions;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Shapes;
using HelpLightning.Cli.Syntax;
using HelpLightning.Cli.Terminal;
using HelpLightning.Client;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl threads resend</c> and <c>remove</c>: what can be done about a guest who was invited into a help thread.</summary>
internal static class ThreadGuestCommands
{
    public static HlCommand Resend(Host host)
    {
        Option<string?> into = ThreadInviteCommand.Into("conversation");
        HlCommand command = new("resend", "Send a guest of a help thread the invitation again",
            "hl threads resend 12 \"Cleo Customer\" --as ann@example.com")
        {
            into,
        };
        return Change(
            host, command, static (id, guest) => $"Send {guest} the invitation into help thread {id} again?",
            parsed =>
            {
                bool joinsVideo = ThreadInviteCommand.JoinsVideo(parsed.GetValue(into), standard: false);
                return (thread, uuid, cancellation) => thread.ResendInvitationAsync(uuid, joinsVideo, cancellation);
            });
    }

    public static HlCommand Remove(Host host) => Change(
        host, new HlCommand("remove", "Remove a guest from a help thread", "hl threads remove 12 \"Cleo Customer\" --as ann@example.com"),
        static (id, guest) => $"Remove {guest} from help thread {id}?",
        static _ => static (thread, uuid, cancellation) => thread.RemoveGuestAsync(uuid, cancellation));

    /// <summary>What is typed wrong is told first, then who is not there, and only then it is asked about.</summary>
    private static HlCommand Change(
        Host host, HlCommand command, Func<long, string, string> question,
        Func<ParseResult, Func<HelpThreadClient, string, CancellationToken, Task>> read)
    {
        Argument<long> id = ThreadCommands.Id();
        Argument<string> guest = new("GUEST") { Description = "The guest's name, or one of the guest_uuids that hl threads get shows" };
        command.Add(id);
        command.Add(guest);
        return WriteAction.AttachAsking(
            command, host, ThreadShape.Full, ThreadCommands.Opened(id), asks: true,
            async (parsed, session, confirm, cancellation) =>
            {
                string typed = Typed(parsed, guest);
                Func<HelpThreadClient, string, CancellationToken, Task> change = read(parsed);
                HelpThreadClient thread = session.User.HelpThreads.Open(parsed.GetValue(id));
                string uuid = await FindAsync(thread, typed, cancellation);
                confirm(question(thread.Id, typed));
                await change(thread, uuid, cancellation);
                return await thread.GetAsync(cancellation);
            });
    }

    private static string Typed(ParseResult parsed, Argument<string> guest) =>
        parsed.GetRequiredValue(guest).Trim() is { Length: > 0 } text
            ? text
            : throw CommandException.Usage("GUEST wants the guest's name, or its UUID.");

    private static async Task<string> FindAsync(HelpThreadClient thread, string typed, CancellationToken cancellation)
    {
        if (Guid.TryParseExact(typed, "D", out _))
        {
            return typed;
        }

        HelpThread found = await thread.GetAsync(cancellation);
        HelpThreadGuest[] named = [.. found.Guests.Where(g => typed.Equals(g.Name, StringComparison.OrdinalIgnoreCase))];
        return named switch
        {
            [{ Uuid: { Length: > 0 } uuid }] => uuid,
            [_] => throw new CommandException(
                ExitCode.Refused, $"The API does not tell the UUID of {Printable.Of(typed)}, which it takes to do this."),
            [] => throw new CommandException(
                ExitCode.Refused,
                $"No guest of help thread {thread.Id} is called {Printable.Of(typed)}. "
                + $"{(found.Guests.Count == 0 ? "It has no guests." : $"Its guests: {Names(found.Guests)}.")}"),
            _ => throw new CommandException(
                ExitCode.Refused,
                $"{named.Length} guests of help thread {thread.Id} are called {Printable.Of(typed)}. "
                + $"Name one by its UUID: {Uuids(named)}."),
        };
    }

    private static string Names(IEnumerable<HelpThreadGuest> guests) =>
        string.Join(", ", guests.Select(static g => Printable.Of(g.Name ?? "(no name)")));

    private static string Uuids(IEnumerable<HelpThreadGuest> guests) =>
        string.Join(", ", guests.Select(static g => Printable.Of(g.Uuid ?? "(no UUID)")));
}

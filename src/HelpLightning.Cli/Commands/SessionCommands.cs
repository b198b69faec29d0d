using System.CommandLine;
using HelpLightning.Cli.Actions;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Lookup;
using HelpLightning.Cli.Output;
using HelpLightning.Cli.Shapes;
using HelpLightning.Cli.Syntax;
using HelpLightning.Cli.Terminal;
using HelpLightning.Client;
using HelpLightning.Shell;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl sessions</c>.</summary>
internal static class SessionCommands
{
    private static readonly RowShape<StartedVideo> Video = new("video connections",
        new("session", static v => v.Session),
        new("server", static v => v.Connection.Server),
        new("wsserver", static v => v.Connection.WebSocketServer),
        new("token", static v => v.IsRevealed ? v.Connection.Token?.Reveal() : null));

    public static Command Build(Host host) => new HlCommand("sessions", "Video sessions: open one, ring the people in it",
        "hl sessions create --as ann@example.com --contact bob@example.com",
        "hl sessions video SESSION_ID --as ann@example.com")
    {
        Create(host), Get(host), StartVideo(host), Token(host),
    };

    private static HlCommand Create(Host host)
    {
        Option<string[]> contacts = new("--contact")
        {
            HelpName = "WHO",
            Description = "With whom: e-mail address or user id; may be given several times",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        return WriteAction.Attach(
            new HlCommand("create", "Open a session with people. Nobody is rung yet: hl sessions video does that",
                "hl sessions create --as ann@example.com --contact bob@example.com --contact 7")
            {
                contacts,
            },
            host, SessionShape.Full, ActingAs.Person, question: null,
            async (parsed, session, cancellation) =>
            {
                List<AccessToken> tokens = [];
                foreach (string who in parsed.GetRequiredValue(contacts))
                {
                    tokens.Add(await TokenOfAsync(session, who.Trim(), cancellation));
                }

                return await session.User.Sessions.CreateWithTokensAsync(tokens, cancellation);
            });
    }

    private static HlCommand Get(Host host)
    {
        Argument<string> id = Id();
        return ReadAction.AttachOne(
            new HlCommand("get", "Show a session that a person is in", "hl sessions get SESSION_ID --as ann@example.com") { id },
            host, SessionShape.Full, ActingAs.Person,
            (parsed, session, cancellation) => session.User.Sessions.GetAsync(Read(parsed, id), cancellation));
    }

    private static HlCommand StartVideo(Host host)
    {
        Argument<string> id = Id();
        Option<bool> reveal = new("--reveal") { Description = "Show the token that a media client connects with. It is a secret" };
        return WriteAction.Attach(
            new HlCommand("video", "Start video in a session, which rings the others",
                "hl sessions video SESSION_ID --as ann@example.com",
                "hl sessions video SESSION_ID --as ann@example.com --yes --reveal -o json")
            {
                id, reveal,
            },
            host, Video, ActingAs.Opened(parsed => $"sessions token {ShellWord.Quote(parsed.GetRequiredValue(id))}"),
            static _ => "Start video and ring the others of this session?",
            async (parsed, session, cancellation) =>
            {
                SessionClient opened = session.User.Sessions.Open(Read(parsed, id));
                return new StartedVideo(opened.Id, await opened.StartVideoAsync(cancellation), parsed.GetValue(reveal));
            });
    }

    private static HlCommand Token(Host host)
    {
        Argument<string> id = Id();
        return TokenAction.Attach(
            new HlCommand("token", "Print a person's token for a session. It is a secret",
                "hl sessions token SESSION_ID --as ann@example.com")
            {
                id,
            },
            host, ActingAs.Person,
            async (parsed, session, cancellation) => (await session.User.Sessions.GetAsync(Read(parsed, id), cancellation)).Token);
    }

    private static Argument<string> Id() => new("SESSION_ID") { Description = "The id that hl sessions create printed" };

    private static string Read(ParseResult parsed, Argument<string> id)
    {
        string text = parsed.GetRequiredValue(id).Trim();
        return text.Length > 0 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? text
            : throw CommandException.Usage("SESSION_ID wants the id that hl sessions create printed.");
    }

    /// <summary>Somebody's own token opens a session as well as the one that a search gives.</summary>
    private static async Task<AccessToken> TokenOfAsync(ApiSession session, string who, CancellationToken cancellation)
    {
        AccessToken? token = PersonLookup.IsId(who, out long id)
            ? (await session.Client.Users.GetAsync(id, cancellation)).Token
            : (await PersonLookup.FindAsync(session.User.Contacts, who, cancellation)).Token;
        return token ?? throw new CommandException(
            ExitCode.Refused, $"{Printable.Of(who)} comes without a token, so no session with them can be opened.");
    }

    private sealed record StartedVideo(string Session, VideoConnection Connection, bool IsRevealed);
}

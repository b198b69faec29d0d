using System.CommandLine;
using HelpLightning.Cli.Actions;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Invitations;
using HelpLightning.Cli.Shapes;
using HelpLightning.Cli.Syntax;
using HelpLightning.Client;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl links</c>.</summary>
internal static class LinkCommands
{
    public static Command Build(Host host) => new HlCommand("links", "Links that let people without an account into a call",
        "hl links create --as ann@example.com",
        "hl links invite --as ann@example.com --email customer@example.org --name \"Cleo Customer\"")
    {
        Create(host), Invite(host),
    };

    private static HlCommand Create(Host host)
    {
        Option<string?> type = LinkTypeOption.Option(canBeSent: false);
        return WriteAction.Attach(
            new HlCommand("create", "Make a link into a person's call. Whoever has it can use it",
                "hl links create --as ann@example.com",
                "hl links create --as ann@example.com --type my-help-space --fields link")
            {
                type,
            },
            host, LinkShape.Full, ActingAs.Person, question: null,
            (parsed, session, cancellation) =>
                session.User.Links.CreateAsync(LinkTypeOption.Parse(parsed.GetValue(type), canBeSent: false), cancellation));
    }

    private static HlCommand Invite(Host host)
    {
        Recipient recipient = new();
        Option<string?> type = LinkTypeOption.Option(canBeSent: true);
        Option<string?> name = new("--name") { HelpName = "NAME", Description = "The recipient's name" };
        Option<string?> message = new("--message") { HelpName = "TEXT", Description = "A few words of your own, for the e-mail" };
        HlCommand command = new("invite", "Send a link by e-mail, by SMS or both, and tell what became of each",
            "hl links invite --as ann@example.com --email customer@example.org --message \"Your pump\"",
            "hl links invite --as ann@example.com --phone +15551234567 --dry-run");
        recipient.AddTo(command);
        command.Add(name);
        command.Add(message);
        command.Add(type);
        LinkInvitation Read(ParseResult parsed)
        {
            recipient.Require(parsed);
            return new LinkInvitation
            {
                Type = LinkTypeOption.Parse(parsed.GetValue(type), canBeSent: true),
                Name = Recipient.Text(parsed, name),
                Email = recipient.Email(parsed),
                PhoneNumber = recipient.Phone(parsed),
                Message = Recipient.Text(parsed, message),
            };
        }

        return WriteAction.Attach(
            command, host, SentLink.Shape, ActingAs.Person,
            parsed => $"Send {LinkTypeOption.Of(Read(parsed).Type)} {recipient.Words(parsed)}?",
            async (parsed, session, cancellation) =>
            {
                LinkInvitation invitation = Read(parsed);
                return new SentLink(invitation, await session.User.Links.InviteAsync(invitation, cancellation));
            },
            static sent => sent.Problem);
    }
}

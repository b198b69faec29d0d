using System.CommandLine;
using HelpLightning.Cli.Actions;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Invitations;
using HelpLightning.Cli.Shapes;
using HelpLightning.Cli.Syntax;
using HelpLightning.Client;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl threads invite</c>: somebody from outside, by mail, by SMS, or by a link that is only printed.</summary>
internal static class ThreadInviteCommand
{
    public static HlCommand Build(Host host)
    {
        Argument<long> id = ThreadCommands.Id();
        Recipient recipient = new();
        Option<string?> name = new("--name") { HelpName = "NAME", Description = "The guest's name", Required = true };
        Option<bool> silent = new("--silent") { Description = "Send nothing: only print the link. Whoever has it can use it" };
        Option<string?> into = Into("conversation; with --silent, video");
        HlCommand command = new("invite", "Invite somebody from outside into a help thread",
            "hl threads invite 12 --as ann@example.com --name \"Cleo Customer\" --email cleo@example.org",
            "hl threads invite 12 --as ann@example.com --name \"Cleo Customer\" --silent")
        {
            id, name, silent, into,
        };
        recipient.AddTo(command);
        (string Guest, bool IsSilent, bool JoinsVideo) Read(ParseResult parsed)
        {
            bool isSilent = parsed.GetValue(silent);
            if (!isSilent)
            {
                recipient.Require(parsed, " For a link alone: --silent");
            }
            else if (recipient.Words(parsed).Length > 0)
            {
                throw CommandException.Usage("--silent sends nothing, so --email and --phone have no place beside it.");
            }

            string guest = Recipient.Text(parsed, name) ?? throw CommandException.Usage("--name wants the guest's name.");
            return (guest, isSilent, JoinsVideo(parsed.GetValue(into), isSilent));
        }

        return WriteAction.Attach(
            command, host, ThreadShape.Invitation, ThreadCommands.Opened(id),
            parsed => Read(parsed).IsSilent ? null : $"Send an invitation {recipient.Words(parsed)}?",
            async (parsed, session, cancellation) =>
            {
                (string guest, bool isSilent, bool joinsVideo) = Read(parsed);
                HelpThreadClient thread = session.User.HelpThreads.Open(parsed.GetValue(id));
                return isSilent
                    ? await thread.InviteSilentlyAsync(guest, joinsVideo, cancellation)
                    : await thread.InviteAsync(
                        new HelpThreadInvitation
                        {
                            Name = guest,
                            Email = recipient.Email(parsed),
                            Phone = recipient.Phone(parsed),
                            JoinVideo = joinsVideo,
                        },
                        cancellation);
            });
    }

    public static Option<string?> Into(string standard)
    {
        Option<string?> into = new("--into")
        {
            HelpName = "conversation|video",
            Description = $"What the link opens [default: {standard}]",
        };
        into.CompletionSources.Add("conversation", "video");
        return into;
    }

    /// <summary>The standard of each kind of invitation is what the vendor's own program does.</summary>
    public static bool JoinsVideo(string? into, bool standard) => into switch
    {
        null => standard,
        "video" => true,
        "conversation" => false,
        _ => throw CommandException.Usage("--into wants conversation or video."),
    };
}

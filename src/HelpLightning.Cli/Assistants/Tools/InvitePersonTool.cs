using System.Text.Json.Nodes;
using HelpLightning.Cli.Assistants.Answers;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Invitations;
using HelpLightning.Client;

namespace HelpLightning.Cli.Assistants.Tools;

/// <summary>Invites somebody to the site.</summary>
internal sealed class InvitePersonTool() : AssistantTool(
    "invite_person",
    "Invite a person to the site",
    "Invites one person to the site; Help Lightning sends an e-mail, which cannot be taken back. The user is asked first.")
{
    private static readonly Shape<User> Told = new Shape<User>()
        .Number("id", "For person", static u => u.Id)
        .Text("name", "Full name", static u => u.Name)
        .Text("email", "E-mail address", static u => u.Email);

    public override bool Writes => true;

    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        new Parameter("email", "string", "Whom, by e-mail address") { IsRequired = true },
        new Parameter("name", "string", "The person's full name") { IsRequired = true },
    ];

    public override JsonObject OutputSchema => Told.Schema();

    public override async Task<Answer> RunAsync(ToolCall call, CancellationToken cancellation)
    {
        UserInvitation invitation = new() { Email = call.Arguments.Required("email"), Name = call.Arguments.Required("name") };
        if (InvitationRow.Problem(invitation.Email, invitation.Name) is { } problem)
        {
            throw CommandException.Usage($"{SiteText.Of(problem)}.");
        }

        await call.ConfirmAsync(
            $"Invite {SiteText.Of(invitation.Email)} to the site as \"{SiteText.Of(invitation.Name)}\"? "
            + "Help Lightning sends an e-mail, which cannot be taken back.", cancellation);
        User invited = await call.Client.Users.InviteAsync(invitation, cancellation);
        return Answer.OfOne("Invited; the e-mail is on its way.", Told.Row(invited, call.Now));
    }
}

using System.Text.Json.Nodes;
using HelpLightning.Cli.Assistants.Answers;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Invitations;
using HelpLightning.Client;

namespace HelpLightning.Cli.Assistants.Tools;

/// <summary>
/// Has a link into a person's call sent to somebody. Whoever has such a link can use it, so it goes from Help Lightning to its
/// recipient, and no assistant sees it: what an assistant has read may turn up anywhere.
/// </summary>
internal sealed class SendCallLinkTool() : AssistantTool(
    "send_call_link",
    "Send somebody a link into a call",
    "Has Help Lightning send a one-time link into a call with a person of the site, by e-mail or SMS, to somebody without an account. "
    + "The link itself is never shown. It cannot be taken back, and the user is asked first.")
{
    private static readonly Shape<LinkInvitationResult> Told = new Shape<LinkInvitationResult>()
        .Flag("email_sent", "Did the e-mail go out?", static r => r.IsEmailSent)
        .Flag("sms_sent", "Did the SMS go out?", static r => r.IsSmsSent);

    public override bool Writes => true;

    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        PersonFinder.Parameter("person", "With whom the call is", isRequired: true),
        new Parameter("email", "string", "The recipient's e-mail address. It or phone must be given"),
        new Parameter("phone", "string", "The recipient's number for an SMS: +15551234567"),
        new Parameter("name", "string", "The recipient's name"),
        new Parameter("message", "string", "A few words for the e-mail, up to 255 characters, without angle brackets"),
    ];

    public override JsonObject OutputSchema => Told.Schema();

    public override async Task<Answer> RunAsync(ToolCall call, CancellationToken cancellation)
    {
        LinkInvitation invitation = Read(call.Arguments);
        User person = await PersonFinder.FindAsync(call, call.Arguments.Required("person"), cancellation);
        IEnumerable<string> addresses = new[] { invitation.Email, invitation.PhoneNumber }.OfType<string>();
        string to = string.Join(" and ", addresses.Select(static address => SiteText.Of(address)));
        string whom = invitation.Name is { } name ? $"\"{SiteText.Of(name)}\" at {to}" : to;
        string with = $"\"{SiteText.Of(person.Name ?? "")}\" ({SiteText.Of(person.Email ?? "no address")})";
        string words = invitation.Message is { } message ? $" with the words \"{SiteText.Of(message, 255)}\"" : "";
        await call.ConfirmAsync(
            $"Send a one-time link into a call with {with} to {whom}{words}? It cannot be taken back.", cancellation);
        LinkInvitationResult result;
        try
        {
            result = await call.Client.AsUser(person.Id).Links.InviteAsync(invitation, cancellation);
        }
        catch (ArgumentException)
        {
            throw CommandException.Usage("name and message have up to 255 characters, and no angle brackets.");
        }

        bool isSent = (invitation.Email is null || result.IsEmailSent) && (invitation.PhoneNumber is null || result.IsSmsSent);
        JsonObject row = Told.Row(result, call.Now);
        return isSent
            ? Answer.OfOne("Sent.", row)
            : Answer.Refusal("Not all of it could be sent: check the address and the number, which begins with + and the country.", row);
    }

    private static LinkInvitation Read(Arguments arguments)
    {
        string? email = arguments.Text("email");
        string? phone = arguments.Text("phone");
        if (email is null && phone is null)
        {
            throw CommandException.Usage("send_call_link wants the recipient's email or phone.");
        }

        if (email is not null && InvitationRow.Problem(email, "name") is { } problem)
        {
            throw CommandException.Usage($"{SiteText.Of(problem)}.");
        }

        return new LinkInvitation
        {
            Type = LinkType.OneTime,
            Email = email,
            PhoneNumber = phone,
            Name = arguments.Text("name"),
            Message = arguments.Text("message"),
        };
    }
}

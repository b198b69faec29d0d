using HelpLightning.Cli.Output;
using HelpLightning.Client;

namespace HelpLightning.Cli.Invitations;

/// <summary>What became of a link that was sent.</summary>
internal sealed record SentLink(LinkInvitation Invitation, LinkInvitationResult Result)
{
    private const string Sent = "sent";
    private const string NotTold = "not told";

    public static readonly RowShape<SentLink> Shape = new("invitations",
        new("email", static s => s.Invitation.Email, InTable: true),
        new("email_result", static s => s.Email, InTable: true),
        new("phone", static s => s.Invitation.PhoneNumber, InTable: true),
        new("sms_result", static s => s.Sms, InTable: true));

    /// <summary>Null when nothing was to be sent that way.</summary>
    private string? Email => Invitation.Email is null ? null : Result.EmailCode switch
    {
        null => NotTold,
        0 => Sent,
        { } code => $"not sent (code {code})",
    };

    private string? Sms => Invitation.PhoneNumber is null ? null : Result.SmsCode switch
    {
        null => NotTold,
        0 => Sent,
        1048 => "not sent: not a telephone number (code 1048)",
        1049 => "not sent: not a mobile number (code 1049)",
        1050 => "not sent: the number wants no SMS (code 1050)",
        { } code => $"not sent (code {code})",
    };

    /// <summary>Null when all was sent.</summary>
    public string? Problem => Fails(Email) && Fails(Sms) ? "Neither e-mail nor SMS was sent. Check the address and the number."
        : Fails(Email) ? "The e-mail was not sent. Check the address."
        : Fails(Sms) ? "The SMS was not sent. Check the number."
        : null;

    private static bool Fails(string? result) => result is not (null or Sent or NotTold);
}

using HelpLightning.Cli.Terminal;
using HelpLightning.Client;

namespace HelpLightning.Cli.Invitations;

/// <summary>Somebody to invite.</summary>
/// <param name="Line">Where it stands in the file; null when it was typed.</param>
/// <param name="Invitation">What is sent.</param>
internal sealed record InvitationRow(long? Line, UserInvitation Invitation)
{
    private const int LongestName = 255;

    public string Email => Invitation.Email;

    /// <summary>What is wrong with it; null when nothing is. Whether an address exists only mail can tell.</summary>
    public static string? Problem(string email, string name) =>
        email.Length == 0 ? "the e-mail address is missing"
        : email.IndexOf('@', StringComparison.Ordinal) is var at && (at < 1 || at == email.Length - 1 || email.Any(char.IsWhiteSpace))
            ? $"{Printable.Of(email)} is no e-mail address"
        : name.Length == 0 ? "the name is missing"
        : name.Length > LongestName ? $"the name has {name.Length} characters, and {LongestName} are allowed"
        : null;
}

namespace HelpLightning.Client;

/// <summary>Whom to send a link to, by e-mail, by SMS or both.</summary>
public sealed record LinkInvitation
{
    /// <summary>My Help Space or one-time; nothing is known of invitations into a running call.</summary>
    public LinkType Type { get; init; } = LinkType.OneTime;

    /// <summary>The recipient's name; up to 255 characters, without <c>&lt;</c> and <c>&gt;</c>.</summary>
    public string? Name { get; init; }

    /// <summary>The e-mail address. It or <see cref="PhoneNumber"/> must be given.</summary>
    public string? Email { get; init; }

    /// <summary>The number for an SMS, in E.164: <c>+15551234567</c>.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>A few words of one's own for the e-mail; up to 255 characters, without <c>&lt;</c> and <c>&gt;</c>.</summary>
    public string? Message { get; init; }

    /// <summary>The link to send; null to have one made.</summary>
    public CallLink? CallLink { get; init; }
}

using System.Text.Json.Serialization;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Client;

/// <summary>
/// A token that Help Lightning issued: for a user, a workspace, a session, a help thread, a contact. A secret: its
/// <see cref="ToString"/> does not show it, and as JSON it is null. Only <see cref="Reveal"/> gives it away.
/// </summary>
[JsonConverter(typeof(AccessTokenConverter))]
public sealed record AccessToken
{
    private readonly string _value;

    /// <summary>Wraps a token that you kept.</summary>
    /// <exception cref="ArgumentException">It is empty, or holds characters that no header may.</exception>
    public AccessToken(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        if (!IsSendable(value))
        {
            throw new ArgumentException(
                $"This is not a token ({value.Length} characters): it must be visible ASCII without spaces.", nameof(value));
        }

        _value = value;
        ExpiresAt = UnverifiedToken.TryRead(value, out UnverifiedToken? content, out _) ? content?.ExpiresAt : null;
    }

    /// <summary>
    /// The token as it goes into <c>Authorization</c>. Keep it out of logs. A method and not a property, so that what takes objects
    /// apart (a logger that destructures, a serializer) does not come by it.
    /// </summary>
    public string Reveal() => _value;

    /// <summary>When it stops working, as its own <c>exp</c> claim says; null when it says nothing that can be read.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>How long it is and when it expires; never the token.</summary>
    public override string ToString() => ExpiresAt is { } end
        ? $"(token of {_value.Length} characters, until {end:u})"
        : $"(token of {_value.Length} characters)";

    internal static bool IsSendable(string value) => value.Length > 0 && !value.AsSpan().ContainsAnyExceptInRange('!', '~');
}

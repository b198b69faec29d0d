using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>
/// What a sign-in brings. A secret: neither its text nor its JSON shows it. To keep it, keep <see cref="AccessToken.Reveal"/>
/// and <see cref="RefreshToken"/>.
/// </summary>
/// <param name="Access">Opens the API as the user.</param>
/// <param name="RefreshToken">Gets the next pair, once; null when the answer had none.</param>
public sealed record UserTokens(
    AccessToken Access, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)] string? RefreshToken)
{
    /// <summary>How long the access token is and when it expires, and whether there is a refresh token.</summary>
    public override string ToString() => $"{Access}{(RefreshToken is null ? "" : " with a refresh token")}";
}

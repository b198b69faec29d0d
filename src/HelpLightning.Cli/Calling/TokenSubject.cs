using System.Globalization;
using System.Text.Json;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli.Calling;

/// <summary>For whom a token speaks, by its claim <c>sub</c>. Nothing is verified.</summary>
internal static class TokenSubject
{
    private const string Partner = "Partner:";
    private const string Person = "User:";

    /// <summary>Did we sign it, rather than the API?</summary>
    public static bool IsPartner(string token) => Of(token)?.StartsWith(Partner, StringComparison.Ordinal) == true;

    /// <summary>The user id; null when it is not a person's.</summary>
    public static long? PersonOf(string token) =>
        Of(token) is { } subject && subject.StartsWith(Person, StringComparison.Ordinal)
            && long.TryParse(subject.AsSpan(Person.Length), NumberStyles.Integer, CultureInfo.InvariantCulture, out long id) ? id : null;

    private static string? Of(string token)
    {
        if (!UnverifiedToken.TryRead(token, out UnverifiedToken? content, out _))
        {
            return null;
        }

        using JsonDocument claims = JsonDocument.Parse(content.Claims);
        return claims.RootElement.TryGetProperty("sub", out JsonElement subject) && subject.ValueKind == JsonValueKind.String
            ? subject.GetString()
            : null;
    }
}

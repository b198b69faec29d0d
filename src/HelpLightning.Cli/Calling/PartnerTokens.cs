using System.Text.Json;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli.Calling;

/// <summary>Tells a partner token from those that the API issues.</summary>
internal static class PartnerTokens
{
    public static bool IsOne(string token)
    {
        if (!UnverifiedToken.TryRead(token, out UnverifiedToken? content, out _))
        {
            return false;
        }

        using JsonDocument claims = JsonDocument.Parse(content.Claims);
        return claims.RootElement.TryGetProperty("sub", out JsonElement subject) && subject.ValueKind == JsonValueKind.String
            && subject.GetString()!.StartsWith("Partner:", StringComparison.Ordinal);
    }
}

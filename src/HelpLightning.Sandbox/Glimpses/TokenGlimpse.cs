using System.Buffers.Text;
using System.Text.Json;

namespace HelpLightning.Sandbox.Glimpses;

/// <summary>What may be shown of a token that came: its header and claims, never its signature.</summary>
internal static class TokenGlimpse
{
    /// <summary>Longer than any real token; more is not kept.</summary>
    private const int Longest = 4096;

    /// <summary>The token up to its signature; null when it does not have three parts.</summary>
    public static string? Cut(string? token)
    {
        if (token is null || token.Length > Longest)
        {
            return null;
        }

        ReadOnlySpan<char> bare = token.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? token.AsSpan(7) : token;
        int end = bare.LastIndexOf('.');
        return end > 0 && bare[..end].Count('.') == 1 ? bare[..end].ToString() : null;
    }

    /// <summary>One part as JSON text; null when it is no JSON object.</summary>
    public static string? Part(string? signedPart, int number)
    {
        if (signedPart is null)
        {
            return null;
        }

        try
        {
            string text = ReadableJson.From(Base64Url.DecodeFromChars(signedPart.Split('.')[number]));
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object ? text : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }
}

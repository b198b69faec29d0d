namespace HelpLightning.PartnerKeys;

/// <summary>Names what people give by mistake, by its first characters, without repeating any of them.</summary>
internal static class KeyLookalike
{
    private const int ShortestEncoded = 64;

    public static string? Of(ReadOnlySpan<char> text) => text switch
    {
        ['{', ..] => "JSON without a key in it",
        ['<', ..] => "XML or HTML",
        _ when text.StartsWith("eyJ") => "a token (JWT), not the key that signs one",
        _ when text.StartsWith("age-encryption.org/") => "a file that age encrypted: decrypt it first",
        _ when text.Length >= ShortestEncoded && IsBase64(text) => "base64 of something else",
        _ => null,
    };

    /// <summary>
    /// Base64 of a long SEQUENCE (0x30 0x8X is written "MI") that lacks some of its characters, so that no bytes encode to it.
    /// </summary>
    public static bool IsCutBase64OfDer(ReadOnlySpan<char> text) => text.StartsWith("MI") && IsBase64(text);

    private static bool IsBase64(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (!char.IsWhiteSpace(c) && !PemScanner.Base64Letters.Contains(c))
            {
                return false;
            }
        }

        return true;
    }
}

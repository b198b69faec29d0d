namespace HelpLightning.PartnerKeys;

/// <summary>Names what people give by mistake, by its first characters, without repeating any of them.</summary>
internal static class KeyLookalike
{
    public static string? Of(ReadOnlySpan<char> text) => text switch
    {
        ['{', ..] => "JSON (a JWK, or a service account file)",
        ['<', ..] => "XML or HTML",
        _ when text.StartsWith("PuTTY-User-Key-File") => "a PuTTY key; export it with puttygen KEY.ppk -O private-openssh-new, then convert it",
        _ when text.StartsWith("ssh-") || text.StartsWith("ecdsa-sha2-") => "an OpenSSH public key",
        _ when text.StartsWith("eyJ") => "a token (JWT), not the key that signs one",
        _ => null,
    };
}

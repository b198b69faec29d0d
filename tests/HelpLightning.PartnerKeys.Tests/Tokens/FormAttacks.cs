namespace HelpLightning.PartnerKeys.Tests.Tokens;

/// <summary>Attacks on the compact form and its base64url.</summary>
internal static class FormAttacks
{
    public static IEnumerable<Attack> All => [.. Shapes, .. Characters];

    private static IEnumerable<Attack> Shapes =>
    [
        new("nothing", () => "", PartnerTokenProblem.Empty),
        new("one part", () => "eyJhbGciOiJSUzI1NiJ9", PartnerTokenProblem.NotThreeParts, "1 part,"),
        new("two parts", () => Forge.Good()[..Forge.Good().LastIndexOf('.')], PartnerTokenProblem.NotThreeParts, "2 parts"),
        new("four parts", () => Forge.Good() + ".AAAA", PartnerTokenProblem.NotThreeParts, "4 parts"),
        new("five parts, as an encrypted token has", () => "a.b.c.d.e", PartnerTokenProblem.NotThreeParts, "encrypted"),
        new("JSON serialisation, flattened", () => $$"""{"payload":"{{Forge.Encode(Forge.Claims)}}","protected":"e30","signature":"AA"}""", PartnerTokenProblem.NotThreeParts, "JSON"),
        new("JSON serialisation with dots", () => """{"payload":"a.b.c","signatures":[]}""", PartnerTokenProblem.NotBase64Url),
        new("dots only", () => "..", PartnerTokenProblem.MalformedHeader),
        new("1 MiB of dots", () => new string('.', 1024 * 1024), PartnerTokenProblem.TooLarge),
        new("1 MiB of letters", () => new string('a', 1024 * 1024), PartnerTokenProblem.TooLarge),
        new("8193 bytes", () => Padded(8193), PartnerTokenProblem.TooLarge, "8,193"),
        new("a good token twice", () => Forge.Good() + Forge.Good(), PartnerTokenProblem.NotThreeParts, "5 parts"),
    ];

    private static IEnumerable<Attack> Characters =>
    [
        new("Bearer before it", () => "Bearer " + Forge.Good(), PartnerTokenProblem.NotBase64Url, "white space at character 7"),
        new("space before it", () => " " + Forge.Good(), PartnerTokenProblem.NotBase64Url, "header"),
        new("space after it", () => Forge.Good() + " ", PartnerTokenProblem.NotBase64Url, "signature"),
        new("newline after it", () => Forge.Good() + "\n", PartnerTokenProblem.NotBase64Url, "white space"),
        new("carriage return after it", () => Forge.Good() + "\r", PartnerTokenProblem.NotBase64Url),
        new("NUL after it", () => Forge.Good() + "\0", PartnerTokenProblem.NotBase64Url, "control character"),
        new("BOM before it", () => "\ufeff" + Forge.Good(), PartnerTokenProblem.NotBase64Url, "outside ASCII"),
        new("quotes around it", () => $"\"{Forge.Good()}\"", PartnerTokenProblem.NotBase64Url, "'\"'"),
        .. Each("padding in", "=", "padding"), .. Each("double padding in", "==", "padding"), .. Each("a space in", " ", "white space"),
        .. Each("a tab in", "\t", "white space"), .. Each("a newline in", "\n", "white space"), .. Each("plus in", "+", "'+'"), .. Each("slash in", "/", "'/'"),
        .. Each("an umlaut in", "ü", "outside ASCII"), .. Each("an emoji in", "😀", "outside ASCII"), .. Each("percent in", "%2E", "'%'"),
        new("spare bits in the header's last character", () => Forge.Change(Forge.SignParts(Forge.Encode("""{"alg":"RS256" }""") + "." + Forge.Encode(Forge.Claims)), header: NextCharacter), PartnerTokenProblem.NotBase64Url, "header"),
        new("spare bits in the signature's last character", () => Forge.Change(Forge.Good(), signature: NextCharacter), PartnerTokenProblem.NotBase64Url, "belong to no byte"),
        new("a length that nothing encodes to", () => Forge.Change(Forge.Good(), claims: c => c + new string('A', (5 - (c.Length % 4)) % 4)), PartnerTokenProblem.NotBase64Url),
    ];

    /// <summary>Two bytes are left over after whole threes, so the last character has two spare bits.</summary>
    private static string NextCharacter(string part)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return part[..^1] + Alphabet[Alphabet.IndexOf(part[^1], StringComparison.Ordinal) + 1];
    }

    private static IEnumerable<Attack> Each(string name, string inserted, string says)
    {
        yield return new($"{name} the header", () => Forge.Change(Forge.Good(), header: p => p.Insert(p.Length / 2, inserted)), PartnerTokenProblem.NotBase64Url, says);
        yield return new($"{name} the claims", () => Forge.Change(Forge.Good(), claims: p => p + inserted), PartnerTokenProblem.NotBase64Url, says);
        yield return new($"{name} the signature", () => Forge.Change(Forge.Good(), signature: p => inserted + p), PartnerTokenProblem.NotBase64Url, says);
    }

    private static string Padded(int length) => "e30." + new string('A', length - 8) + ".AAA";
}

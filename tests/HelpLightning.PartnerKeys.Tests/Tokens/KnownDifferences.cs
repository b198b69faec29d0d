namespace HelpLightning.PartnerKeys.Tests.Tokens;

/// <summary>Every place where Microsoft.IdentityModel accepts what ours refuses; there is none the other way round.</summary>
internal static class KnownDifferences
{
    public static IReadOnlyList<KnownDifference> All { get; } =
    [
        new("RFC 7515 section 4.1.11: a recipient that does not understand a critical extension must refuse the token.",
            "crit, empty", "crit, unknown", "crit, null", "crit with b64"),
        new("These members change how the token is to be read; to ignore them is to read another token than was meant.",
            "b64 false", "zip", "enc"),
        new("RFC 7515 section 4 and RFC 7519 section 4 ask for unique names: with two, two readers can see two tokens.",
            "duplicate alg", "duplicate alg, none first", "duplicate typ", "duplicate unknown member", "duplicate nested member",
            "duplicate exp", "duplicate sub", "duplicate iss", "duplicate aud", "duplicate exp, escaped", "duplicate unknown claim",
            "duplicate nested claim member"),
        new("RFC 7515 section 5.2 asks for a completely valid JSON object: what follows it is not part of one.",
            "something after the header", "two headers", "something after the claims", "two objects"),
        new("The key belongs to one site, so the subject must name it (RFC 8725 section 3.8); a general library cannot know that.",
            "another site", "no subject",
            "subject \"\"", "subject \"Partner:\"", "subject \"Partner\"", "subject \"partner:54344\"", "subject \"Partner:054344\"",
            "subject \"Partner:+54344\"", "subject \"Partner:-54344\"", "subject \"Partner:54344.0\"", "subject \"Partner:5e4\"",
            "subject \"Partner: 54344\"", "subject \"Partner:54344 \"", "subject \"Partner:54344~n\"", "subject \"Partner:５４３４４\"",
            "subject \"Partner:0\"", "subject \"Partner:99999999999999999999\"", "subject \"User:54344\"", "subject \"Partner:54344:1\"",
            "subject 54344", "subject null"),
        new("RFC 7519 section 2 makes a NumericDate a JSON number; text is not one, and a time beyond the year 9999 is no time.",
            "expiry \"1767225660\"", "expiry 253402300800"),
        new("A time before 1970 is a mistake of the signer, and a mistake in a security token is a reason to refuse it.",
            "nbf is negative"),
        new("A token issued half a minute from now tells that the clocks differ, which the caller should learn now and not when it matters.",
            "issued later on"),
    ];
}

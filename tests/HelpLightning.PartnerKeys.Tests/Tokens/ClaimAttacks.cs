using System.Text;

namespace HelpLightning.PartnerKeys.Tests.Tokens;

/// <summary>Attacks through the claims: all of these are signed by the site's own key.</summary>
internal static class ClaimAttacks
{
    public static IEnumerable<Attack> All => [.. Json, .. Names, .. Times];

    private static IEnumerable<Attack> Json =>
    [
        Malformed("duplicate exp", Forge.ClaimsWith(more: ",\"exp\":99999999999")),
        Malformed("duplicate sub", Forge.ClaimsWith(more: ",\"sub\":\"Partner:54344\"")),
        Malformed("duplicate iss", Forge.ClaimsWith(more: ",\"iss\":\"Ghazal\"")),
        Malformed("duplicate aud", Forge.ClaimsWith(more: ",\"aud\":\"Ghazal\"")),
        Malformed("duplicate exp, escaped", Forge.ClaimsWith(more: ",\"\\u0065xp\":99999999999")),
        Malformed("duplicate unknown claim", Forge.ClaimsWith(more: ",\"x\":1,\"x\":2")),
        Malformed("duplicate nested claim member", Forge.ClaimsWith(more: ",\"x\":[{\"y\":1,\"y\":1}]")),
        Malformed("claims are an array", "[1]"),
        Malformed("claims are text", "\"Partner:54344\""),
        Malformed("claims are a number", "1"),
        Malformed("claims are null", "null"),
        Malformed("something after the claims", Forge.Claims + "}"),
        Malformed("two objects", Forge.Claims + Forge.Claims),
        Malformed("comment in the claims", Forge.ClaimsWith(more: "/* */")),
        Malformed("trailing comma", Forge.ClaimsWith(more: ",")),
        Malformed("NaN", Forge.ClaimsWith(exp: "NaN")),
        Malformed("Infinity", Forge.ClaimsWith(exp: "Infinity")),
        Malformed("leading zero", Forge.ClaimsWith(exp: "01767225600")),
        Malformed("hexadecimal", Forge.ClaimsWith(exp: "0x7fffffff")),
        Malformed("deep nesting in the claims", Forge.ClaimsWith(more: ",\"x\":" + new string('[', 1500) + new string(']', 1500))),
        Malformed("half a surrogate pair in a value", Forge.ClaimsWith(more: ",\"x\":\"\\udfff\"")),
        Malformed("half a surrogate pair in a name", Forge.ClaimsWith(more: ",\"\\ud800\":1")),
        Malformed("half a surrogate pair in the subject", Forge.ClaimsWith(sub: "\"Partner:54344\\ud800\"")),
        Malformed("a nested token", Forge.Good()),
        Malformed("a byte order mark", "\ufeff" + Forge.Claims),
        new("claims are not UTF-8", () => Forge.Sign(Encoding.UTF8.GetBytes(Forge.Header), [.. Encoding.UTF8.GetBytes(Forge.Claims[..^1]), .. ",\"x\":\""u8, 0xff, .. "\"}"u8]), PartnerTokenProblem.MalformedClaims, "not UTF-8"),
        new("overlong encoding", () => Forge.Sign(Encoding.UTF8.GetBytes(Forge.Header), [.. Encoding.UTF8.GetBytes(Forge.Claims[..^1]), .. ",\"x\":\""u8, 0xc1, 0x81, .. "\"}"u8]), PartnerTokenProblem.MalformedClaims),
        new("no claims", () => Forge.SignParts(Forge.Encode(Forge.Header) + "."), PartnerTokenProblem.MalformedClaims),
    ];

    private static IEnumerable<Attack> Names =>
    [
        Of("another issuer", PartnerTokenProblem.WrongIssuer, Forge.ClaimsWith(iss: "\"Gazal\""), "issuer is 'Gazal', expected 'Ghazal'"),
        Of("issuer in another case", PartnerTokenProblem.WrongIssuer, Forge.ClaimsWith(iss: "\"ghazal\"")),
        Of("issuer with a space", PartnerTokenProblem.WrongIssuer, Forge.ClaimsWith(iss: "\"Ghazal \"")),
        Of("issuer is an array", PartnerTokenProblem.WrongIssuer, Forge.ClaimsWith(iss: "[\"Ghazal\"]"), "not text"),
        Of("issuer is null", PartnerTokenProblem.WrongIssuer, Forge.ClaimsWith(iss: "null")),
        Of("no issuer", PartnerTokenProblem.WrongIssuer, "{\"sub\":\"Partner:54344\",\"aud\":\"Ghazal\",\"exp\":1767225660}", "no issuer"),
        Of("a long issuer is cut and cleaned", PartnerTokenProblem.WrongIssuer, Forge.ClaimsWith(iss: "\"" + new string('x', 200) + "\\n\\u001b[31m\""), "…'"),
        Of("a colourful issuer", PartnerTokenProblem.WrongIssuer, Forge.ClaimsWith(iss: "\"\\u001b[31mred\\r\\n\""), "'?[31mred??'"),
        Of("another audience", PartnerTokenProblem.WrongAudience, Forge.ClaimsWith(aud: "\"Galdr\""), "audience is 'Galdr'"),
        Of("audience in another case", PartnerTokenProblem.WrongAudience, Forge.ClaimsWith(aud: "\"GHAZAL\"")),
        Of("empty audience array", PartnerTokenProblem.WrongAudience, Forge.ClaimsWith(aud: "[]")),
        Of("audience array without ours", PartnerTokenProblem.WrongAudience, Forge.ClaimsWith(aud: "[\"a\",\"b\"]")),
        Of("audience array with a number before ours", PartnerTokenProblem.WrongAudience, Forge.ClaimsWith(aud: "[1,\"Ghazal\"]")),
        Of("audience array with a number after ours", PartnerTokenProblem.WrongAudience, Forge.ClaimsWith(aud: "[\"Ghazal\",1]")),
        Of("audience nested in an array", PartnerTokenProblem.WrongAudience, Forge.ClaimsWith(aud: "[[\"Ghazal\"]]")),
        Of("audience is an object", PartnerTokenProblem.WrongAudience, Forge.ClaimsWith(aud: "{\"Ghazal\":1}")),
        Of("audience is a number", PartnerTokenProblem.WrongAudience, Forge.ClaimsWith(aud: "7")),
        Of("audience is true", PartnerTokenProblem.WrongAudience, Forge.ClaimsWith(aud: "true")),
        Of("audience is null", PartnerTokenProblem.WrongAudience, Forge.ClaimsWith(aud: "null")),
        Of("no audience", PartnerTokenProblem.WrongAudience, "{\"iss\":\"Ghazal\",\"sub\":\"Partner:54344\",\"exp\":1767225660}", "no audience"),
        Of("another site", PartnerTokenProblem.WrongSite, Forge.ClaimsWith(sub: "\"Partner:7\""), "subject is site 7, expected 54344"),
        .. Subjects("\"\"", "\"Partner:\"", "\"Partner\"", "\"partner:54344\"", "\"Partner:054344\"", "\"Partner:+54344\"", "\"Partner:-54344\"", "\"Partner:54344.0\"",
            "\"Partner:5e4\"", "\"Partner: 54344\"", "\"Partner:54344 \"", "\"Partner:54344\\n\"", "\"Partner:５４３４４\"", "\"Partner:0\"", "\"Partner:99999999999999999999\"",
            "\"User:54344\"", "\"Partner:54344:1\"", "54344", "null", "[\"Partner:54344\"]"),
        Of("no subject", PartnerTokenProblem.MalformedSubject, "{\"iss\":\"Ghazal\",\"aud\":\"Ghazal\",\"exp\":1767225660}", "no subject"),
    ];

    private static IEnumerable<Attack> Times =>
    [
        Of("expired 12 s ago", PartnerTokenProblem.Expired, Forge.ClaimsWith(exp: Seconds(-12)), "expired 12 s ago"),
        Of("expired just now", PartnerTokenProblem.Expired, Forge.ClaimsWith(exp: Seconds(0)), "expired less than 1 s ago"),
        Of("expired a fraction ago", PartnerTokenProblem.Expired, Forge.ClaimsWith(exp: Seconds(-1) + ".5")),
        Of("expired in minutes", PartnerTokenProblem.Expired, Forge.ClaimsWith(exp: Seconds(-185)), "expired 3 min 5 s ago"),
        Of("expired in hours", PartnerTokenProblem.Expired, Forge.ClaimsWith(exp: Seconds(-7200)), "expired 2 h ago"),
        Of("expired in days", PartnerTokenProblem.Expired, Forge.ClaimsWith(exp: Seconds(-90000)), "expired 1 d 1 h ago"),
        Of("expired in 1970", PartnerTokenProblem.Expired, Forge.ClaimsWith(exp: "0"), "expired 56 years ago"),
        Of("no expiry", PartnerTokenProblem.MissingExpiry, "{\"iss\":\"Ghazal\",\"sub\":\"Partner:54344\",\"aud\":\"Ghazal\"}"),
        .. Expiries("\"1767225660\"", "null", "true", "[]", "{}", "-1", "-0.5", "1e400", "-1e400", "9e99", "253402300800", "99999999999999999999999999"),
        Of("valid from later on", PartnerTokenProblem.NotYetValid, Forge.ClaimsWith(more: $",\"nbf\":{Seconds(6)}"), "another 6 s"),
        Of("nbf is text", PartnerTokenProblem.MalformedTime, Forge.ClaimsWith(more: ",\"nbf\":\"now\""), "nbf"),
        Of("nbf is negative", PartnerTokenProblem.MalformedTime, Forge.ClaimsWith(more: ",\"nbf\":-5")),
        Of("issued later on", PartnerTokenProblem.IssuedInFuture, Forge.ClaimsWith(more: $",\"iat\":{Seconds(30)}"), "30 s in the future"),
        Of("iat is null", PartnerTokenProblem.MalformedTime, Forge.ClaimsWith(more: ",\"iat\":null"), "iat"),
        Of("iat is 1e999", PartnerTokenProblem.MalformedTime, Forge.ClaimsWith(more: ",\"iat\":1e999")),
    ];

    private static string Seconds(int fromNow) => (Forge.Now.ToUnixTimeSeconds() + fromNow).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static Attack Of(string name, PartnerTokenProblem problem, string claims, string? says = null) =>
        new(name, () => Forge.Sign(Forge.Header, claims), problem, says);

    private static Attack Malformed(string name, string claims) => Of(name, PartnerTokenProblem.MalformedClaims, claims);

    private static IEnumerable<Attack> Subjects(params string[] subjects) =>
        subjects.Select(s => Of($"subject {s.Replace("\\", "~", StringComparison.Ordinal)}", PartnerTokenProblem.MalformedSubject, Forge.ClaimsWith(sub: s)));

    private static IEnumerable<Attack> Expiries(params string[] expiries) =>
        expiries.Select(e => Of($"expiry {e}", PartnerTokenProblem.MalformedExpiry, Forge.ClaimsWith(exp: e)));
}

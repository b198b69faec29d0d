using System.Globalization;

namespace HelpLightning.PartnerKeys.Tests.Tokens;

/// <summary>Tokens that look unlike ours and are right all the same.</summary>
internal static class AcceptedTokens
{
    private static readonly string Expiry = Forge.Expiry.ToString(CultureInfo.InvariantCulture);

    private static readonly string Now = Forge.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    public static IReadOnlyDictionary<string, Func<string>> All { get; } = new Dictionary<string, Func<string>>
    {
        ["as ours"] = Forge.Good,
        ["no typ, as the Salesforce package sends it"] = () => Forge.Sign("""{"alg":"RS256"}""", Forge.Claims),
        ["typ before alg, as PyJWT sends it"] = () => Forge.Sign("""{"typ":"JWT","alg":"RS256"}""", Forge.Claims),
        ["kid present"] = () => Forge.Sign("""{"alg":"RS256","kid":"1"}""", Forge.Claims),
        ["embedded jwk, but signed by the site's key"] = () => Forge.Sign("""{"alg":"RS256","jwk":{"kty":"RSA"}}""", Forge.Claims),
        ["white space in the JSON"] = () => Forge.Sign("{ \"alg\" : \"RS256\" }\n", Forge.Claims.Replace(",", " ,\r\n\t", StringComparison.Ordinal)),
        ["other order of claims"] = () => Forge.Sign(Forge.Header, $$"""{"exp":{{Expiry}},"aud":"Ghazal","sub":"Partner:54344","iss":"Ghazal"}"""),
        ["escaped spelling"] = () => Forge.Sign("""{"\u0061lg":"RS25\u0036"}""", Forge.ClaimsWith(iss: "\"\\u0047hazal\"", sub: "\"Partner\\u003a54344\"")),
        ["audience array"] = () => Forge.Sign(Forge.Header, Forge.ClaimsWith(aud: "[\"Other\",\"Ghazal\"]")),
        ["audience array of one"] = () => Forge.Sign(Forge.Header, Forge.ClaimsWith(aud: "[\"Ghazal\"]")),
        ["unknown claims"] = () => Forge.Sign(Forge.Header, Forge.ClaimsWith(more: ",\"jti\":\"1\",\"pem\":{\"user\":1},\"ü\":\"😀\"")),
        ["expiry with a fraction"] = () => Forge.Sign(Forge.Header, Forge.ClaimsWith(exp: Expiry + ".25")),
        ["expiry with an exponent"] = () => Forge.Sign(Forge.Header, Forge.ClaimsWith(exp: "1.76722566e9")),
        ["expiry in a second"] = () => Forge.Sign(Forge.Header, Forge.ClaimsWith(exp: (Forge.Now.ToUnixTimeSeconds() + 1).ToString(CultureInfo.InvariantCulture))),
        ["expiry in the year 9999"] = () => Forge.Sign(Forge.Header, Forge.ClaimsWith(exp: "253402300799")),
        ["issued a second ahead, as the Salesforce package does"] = () => Forge.Sign(Forge.Header, Forge.ClaimsWith(more: $",\"iat\":{long.Parse(Now, CultureInfo.InvariantCulture) + 1}")),
        ["iat and nbf now"] = () => Forge.Sign(Forge.Header, Forge.ClaimsWith(more: $",\"iat\":{Now},\"nbf\":{Now}")),
        ["8 KiB"] = () => Forge.Sign(Forge.Header, Forge.ClaimsWith(more: ",\"x\":\"" + new string('x', 5700) + "\"")),
    };
}

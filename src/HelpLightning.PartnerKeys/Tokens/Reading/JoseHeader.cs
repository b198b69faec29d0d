using System.Text.Json;
using System.Text.Unicode;

namespace HelpLightning.PartnerKeys;

/// <summary>
/// Judges a token's header. Only <c>alg</c> has a say, and its one allowed value is RS256. Where keys could come from
/// (<c>jwk</c>, <c>jku</c>, <c>x5u</c>, <c>x5c</c>, <c>kid</c>) is never looked at: the site's keys are known (RFC 8725
/// section 3.10).
/// </summary>
internal static class JoseHeader
{
    /// <returns>Null when the token may be checked against the site's keys.</returns>
    public static PartnerTokenVerdict? Check(ReadOnlySpan<byte> json)
    {
        if (json.SequenceEqual(PartnerTokenFormat.Header))
        {
            return null;
        }

        if (!Utf8.IsValid(json))
        {
            return Malformed("it is not UTF-8");
        }

        try
        {
            Utf8JsonReader reader = new(json, StrictJson.ReaderOptions);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return Malformed("it is not a JSON object");
            }

            string? fault = StrictJson.Check(json);
            return fault is null ? CheckMembers(ref reader) : Malformed(fault);
        }
        catch (JsonException)
        {
            return Malformed("it is not one JSON object");
        }
    }

    private static PartnerTokenVerdict? CheckMembers(ref Utf8JsonReader reader)
    {
        bool hasAlgorithm = false;
        string? algorithm = null;
        string? unsupported = null;
        bool hasCritical = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            _ = reader.Read();
            switch (name)
            {
                case "alg":
                    hasAlgorithm = true;
                    algorithm = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                    break;
                case "crit":
                    hasCritical = true;
                    break;
                case "b64" or "zip" or "enc":
                    unsupported ??= name;
                    break;
                default:
                    break;
            }

            reader.Skip();
        }

        if (algorithm != "RS256")
        {
            string found = hasAlgorithm ? $"the algorithm is {Snippet.Of(algorithm)}" : "the header names no algorithm";
            return PartnerTokenVerdict.Refused(PartnerTokenProblem.AlgorithmNotAllowed, $"{found}, expected 'RS256'");
        }

        if (hasCritical)
        {
            return PartnerTokenVerdict.Refused(
                PartnerTokenProblem.CriticalExtension, "the header demands extensions (crit), and none is supported");
        }

        return unsupported is null ? null : PartnerTokenVerdict.Refused(
            PartnerTokenProblem.UnsupportedHeader, $"the header has '{unsupported}', which is not supported");
    }

    private static PartnerTokenVerdict Malformed(string reason) =>
        PartnerTokenVerdict.Refused(PartnerTokenProblem.MalformedHeader, $"the header is malformed: {reason}");
}

using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace HelpLightning.PartnerKeys;

/// <summary>
/// A look inside any token in JWS compact form, Help Lightning's own included, without any check of who signed it.
/// For people who debug; never base a decision on it: use <see cref="PartnerTokenVerifier"/>.
/// </summary>
public sealed class UnverifiedToken
{
    private UnverifiedToken(string header, string claims, int signatureLength)
    {
        Header = header;
        Claims = claims;
        SignatureLength = signatureLength;
    }

    /// <summary>The header as JSON text, as it was sent.</summary>
    public string Header { get; }

    /// <summary>The claims as JSON text, as they were sent.</summary>
    public string Claims { get; }

    /// <summary>In bytes; 256 for RS256 with a 2048-bit key.</summary>
    public int SignatureLength { get; }

    /// <summary><c>exp</c>; null when absent or no usable number.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary><c>iat</c>; null when absent or no usable number.</summary>
    public DateTimeOffset? IssuedAt { get; private set; }

    /// <summary><c>nbf</c>; null when absent or no usable number.</summary>
    public DateTimeOffset? NotBefore { get; private set; }

    /// <summary>Takes a token apart.</summary>
    /// <param name="token">Three base64url parts with dots between them; white space around it is dropped.</param>
    /// <param name="content">What is inside, or null.</param>
    /// <param name="problem">Why it cannot be taken apart, or null.</param>
    public static bool TryRead(
        string? token, [NotNullWhen(true)] out UnverifiedToken? content, [NotNullWhen(false)] out string? problem)
    {
        content = null;
        string[] parts = (token ?? "").Trim().Split('.');
        if (parts.Length != 3)
        {
            problem = $"it has {parts.Length:N0} {(parts.Length == 1 ? "part" : "parts")}, expected 3: header.claims.signature";
            return false;
        }

        string? headerFault = DecodeJson(parts[0], "header", out string header);
        string? claimsFault = DecodeJson(parts[1], "claims", out string claims);
        string? signatureFault = Decode(parts[2], "signature", out byte[] signature);
        problem = headerFault ?? claimsFault ?? signatureFault;
        if (problem is not null)
        {
            return false;
        }

        content = new UnverifiedToken(header, claims, signature.Length);
        content.ReadTimes();
        return true;
    }

    /// <summary>Where the token stands in its life: "expires in 48 s", "expired 12 s ago", "never expires".</summary>
    public string LifeInWords(DateTimeOffset now) => ExpiresAt switch
    {
        null => "has no usable expiry",
        { } expiry when expiry > now => $"expires in {Duration.InWords(expiry - now)}",
        { } expiry => $"expired {Duration.InWords(now - expiry)} ago",
    };

    private static string? Decode(string part, string name, out byte[] decoded)
    {
        byte[] buffer = new byte[part.Length];
        string? fault = StrictBase64Url.Decode(Encoding.UTF8.GetBytes(part), buffer, out int length);
        decoded = buffer[..length];
        return fault is null ? null : $"its {name} is not base64url: {fault}";
    }

    private static string? DecodeJson(string part, string name, out string json)
    {
        string? fault = Decode(part, name, out byte[] bytes);
        json = Encoding.UTF8.GetString(bytes);
        return fault ?? (StrictJson.CheckForLooking(bytes) is { } instead
            ? $"its {name} {(name == "claims" ? "are" : "is")} {instead}"
            : null);
    }

    private void ReadTimes()
    {
        using JsonDocument document = JsonDocument.Parse(Claims);
        ExpiresAt = Time(document.RootElement, "exp"u8);
        IssuedAt = Time(document.RootElement, "iat"u8);
        NotBefore = Time(document.RootElement, "nbf"u8);
    }

    private static DateTimeOffset? Time(JsonElement claims, ReadOnlySpan<byte> name)
    {
        if (!claims.TryGetProperty(name, out JsonElement value) || value.ValueKind != JsonValueKind.Number)
        {
            return null;
        }

        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(value.GetRawText()));
        _ = reader.Read();
        return NumericDate.TryRead(ref reader, out DateTimeOffset instant) ? instant : null;
    }
}

using System.Security.Cryptography;

namespace HelpLightning.Webhooks;

/// <summary>
/// The signature of a webhook: <c>x-helplightning-signature: sha256=HEX</c>, the lower-case hex digits of the HMAC-SHA256 (RFC 2104,
/// FIPS 180-4) of the body's bytes as they were sent. Check it before the body is parsed: JSON that was read and written again
/// has other bytes.
/// <para>
/// It covers the body alone. There is no time and no id in it, so that whoever has seen a request can send it again:
/// a receiver has to know what it has had.
/// </para>
/// </summary>
public static class WebhookSignature
{
    /// <summary>The header, in lower case as the vendor writes it. Header names are compared without regard to case.</summary>
    public const string HeaderName = "x-helplightning-signature";

    private const string Prefix = "sha256=";
    private const int HeaderLength = 7 + (2 * HMACSHA256.HashSizeInBytes);

    /// <summary>Checks a body against the one secret that can have signed it.</summary>
    /// <param name="body">The bytes of the request's body, as they came.</param>
    /// <param name="header">The value of <see cref="HeaderName"/>; null when the request has none.</param>
    /// <param name="secret">The secret of the webhook.</param>
    public static WebhookSignatureResult Verify(ReadOnlySpan<byte> body, string? header, WebhookSecret secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return Verify(body, header, new ReadOnlySpan<WebhookSecret>(in secret), out _);
    }

    /// <summary>Checks a body against all secrets that can have signed it.</summary>
    /// <inheritdoc cref="Verify(ReadOnlySpan{byte}, string, ReadOnlySpan{WebhookSecret}, out WebhookSecret)"/>
    public static WebhookSignatureResult Verify(ReadOnlySpan<byte> body, string? header, params ReadOnlySpan<WebhookSecret> secrets) =>
        Verify(body, header, secrets, out _);

    /// <summary>
    /// Checks a body against all secrets that can have signed it, and tells which one did: so a receiver knows the workspace.
    /// </summary>
    /// <param name="body">The bytes of the request's body, as they came.</param>
    /// <param name="header">The value of <see cref="HeaderName"/>; null when the request has none.</param>
    /// <param name="secrets">The secrets of all webhooks that have this address; with none, nothing is valid.</param>
    /// <param name="signedBy">The secret that signed it; null unless the result is <see cref="WebhookSignatureResult.Valid"/>.</param>
    public static WebhookSignatureResult Verify(
        ReadOnlySpan<byte> body, string? header, ReadOnlySpan<WebhookSecret> secrets, out WebhookSecret? signedBy)
    {
        signedBy = null;
        if (secrets.IsEmpty)
        {
            return WebhookSignatureResult.NoSecret;
        }

        if (string.IsNullOrEmpty(header))
        {
            return WebhookSignatureResult.Missing;
        }

        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (!TryRead(header, given))
        {
            return WebhookSignatureResult.Malformed;
        }

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (WebhookSecret secret in secrets)
        {
            HMACSHA256.HashData(secret.Key, body, expected);
            if (CryptographicOperations.FixedTimeEquals(expected, given))
            {
                signedBy = secret;
                break;
            }
        }

        // What was expected of a forged body is its valid signature; it is not left on the stack.
        CryptographicOperations.ZeroMemory(expected);
        return signedBy is null ? WebhookSignatureResult.Mismatch : WebhookSignatureResult.Valid;
    }

    /// <summary>The header's value for a body: for tests, and for programs that send events on.</summary>
    public static string Create(ReadOnlySpan<byte> body, WebhookSecret secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret.Key, body, hash);
        return Prefix + Convert.ToHexStringLower(hash);
    }

    /// <summary>
    /// Only what the vendor writes. The vendor's own receiver compares texts, so capital letters are no signature to it either.
    /// </summary>
    private static bool TryRead(string header, Span<byte> signature)
    {
        if (header.Length != HeaderLength || !header.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        ReadOnlySpan<char> hex = header.AsSpan(Prefix.Length);
        return !hex.ContainsAnyInRange('A', 'F')
            && Convert.FromHexString(hex, signature, out _, out _) == System.Buffers.OperationStatus.Done;
    }
}

using System.Security.Cryptography;
using HelpLightning.Webhooks;

namespace HelpLightning.Benchmarks;

/// <summary>The check of a webhook's signature, and the least that it could be.</summary>
internal sealed class SignedBody
{
    private readonly byte[] _body = RandomNumberGenerator.GetBytes(450);
    private readonly byte[] _key = "a secret of the usual length"u8.ToArray();
    private readonly byte[] _signature;
    private readonly string _header;
    private readonly WebhookSecret _secret;
    private readonly WebhookSecret[] _secrets;

    public SignedBody()
    {
        _secret = WebhookSecret.FromBytes(_key);
        _secrets = [WebhookSecret.FromText("one"), WebhookSecret.FromText("two"), _secret];
        _header = WebhookSignature.Create(_body, _secret);
        _signature = HMACSHA256.HashData(_key, _body);
    }

    public bool Bare()
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, _body, expected);
        return CryptographicOperations.FixedTimeEquals(expected, _signature);
    }

    public bool Verify() => WebhookSignature.Verify(_body, _header, _secret) == WebhookSignatureResult.Valid;

    public bool VerifyLast() => WebhookSignature.Verify(_body, _header, _secrets, out _) == WebhookSignatureResult.Valid;
}

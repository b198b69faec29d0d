using System.Security.Cryptography;
using HelpLightning.PartnerKeys.Tests.Keys;

namespace HelpLightning.PartnerKeys.Tests.Tokens;

/// <summary>A key of another machine, which answers as a test wants: late, wrong, or not at all.</summary>
internal sealed class RemoteKey(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<ReadOnlyMemory<byte>>> answer) : PartnerSigningKey
{
    public override PartnerPublicKey PublicKey => TestKeys.Key.PublicKey;

    public static byte[] RightSignature(ReadOnlyMemory<byte> hash, PartnerKey? key = null)
    {
        byte[] signature = new byte[256];
        Assert.True((key ?? TestKeys.Key).TrySignHash(hash.Span, signature, out int length));
        Assert.Equal(256, length);
        return signature;
    }

    public override ValueTask<ReadOnlyMemory<byte>> SignHashAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken = default)
    {
        Assert.Equal(SHA256.HashSizeInBytes, hash.Length);
        return answer(hash, cancellationToken);
    }
}

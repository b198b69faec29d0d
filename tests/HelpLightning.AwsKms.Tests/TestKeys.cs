using HelpLightning.PartnerKeys;

namespace HelpLightning.AwsKms.Tests;

/// <summary>The keys that the fakes sign with: tests/HelpLightning.PartnerKeys.Tests/keys.</summary>
internal static class TestKeys
{
    public static PartnerKey Key { get; } = Read("test-2048-pkcs8.pem");

    public static PartnerKey OtherKey { get; } = Read("test-other-2048-pkcs8.pem");

    public static byte[] Sign(PartnerKey key, ReadOnlySpan<byte> hash)
    {
        byte[] signature = new byte[key.SignatureLength];
        Assert.True(key.TrySignHash(hash, signature, out int length));
        Assert.Equal(signature.Length, length);
        return signature;
    }

    private static PartnerKey Read(string name) => PartnerKey.FromFile(Path.Combine(AppContext.BaseDirectory, "keys", name));
}

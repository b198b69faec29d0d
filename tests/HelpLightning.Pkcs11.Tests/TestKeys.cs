using HelpLightning.PartnerKeys;

namespace HelpLightning.Pkcs11.Tests;

/// <summary>The committed test keys of the partner keys' tests.</summary>
internal static class TestKeys
{
    public static SiteId Site { get; } = new(54344);

    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "keys", name);

    public static PartnerKey Read(string name) => PartnerKey.FromText(File.ReadAllText(PathOf(name)));

    /// <summary>The signer throws for a wrong signature by itself; this asks the verifier, which knows the public half alone.</summary>
    public static void RequireSigns(PartnerSigningKey key, PartnerPublicKey? publicHalf = null)
    {
        PartnerToken token = new PartnerTokenSigner(key, Site).Sign();
        PartnerTokenVerdict verdict = new PartnerTokenVerifier(Site, [publicHalf ?? key.PublicKey]).Verify(token.Reveal());
        Assert.True(verdict.IsValid, verdict.ToString());
    }
}

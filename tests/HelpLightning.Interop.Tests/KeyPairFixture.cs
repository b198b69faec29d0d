using HelpLightning.PartnerKeys;

[assembly: AssemblyFixture(typeof(HelpLightning.Interop.Tests.KeyPairFixture))]

namespace HelpLightning.Interop.Tests;

/// <summary>One fresh key pair in files, for all tests.</summary>
public sealed class KeyPairFixture : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hl-interop-");

    public KeyPairFixture()
    {
        Key.WritePemFile(PrivateFile);
        File.WriteAllText(PublicFile, Key.PublicKey.ToPem());

        // A peer starts slowly on a busy machine: neither our tokens nor its own may end meanwhile.
        Signer = new PartnerTokenSigner(Key, Site, new PartnerTokenSignerOptions { Lifetime = TimeSpan.FromHours(1) });
        Verifier = new PartnerTokenVerifier(Site, [Key.PublicKey], new PartnerTokenVerifierOptions { ExpiryTolerance = TimeSpan.FromHours(1) });
    }

    public SiteId Site { get; } = new(54344);

    public PartnerKey Key { get; } = PartnerKey.Create();

    /// <summary>A key that no verifier here knows.</summary>
    public PartnerKey StrangersKey { get; } = PartnerKey.Create();

    public PartnerTokenSigner Signer { get; }

    public PartnerTokenVerifier Verifier { get; }

    public string PrivateFile => PathTo("k.pem");

    public string PublicFile => PathTo("pub.pem");

    public string PathTo(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose()
    {
        Key.Dispose();
        StrangersKey.Dispose();
        _folder.Delete(recursive: true);
    }
}

using HelpLightning.PartnerKeys;

namespace HelpLightning.Interop.Tests;

/// <summary>One fresh key pair in files, for all tests of a class.</summary>
public sealed class KeyPairFixture : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hl-interop-");

    public KeyPairFixture()
    {
        Key.WritePemFile(PrivateFile);
        File.WriteAllText(PublicFile, Key.ExportPublicKeyPem());
        Signer = new PartnerTokenSigner(Key, Site);
        Verifier = new PartnerTokenVerifier(Site, [Key.PublicKey]);
    }

    public SiteId Site { get; } = new(54344);

    public PartnerKey Key { get; } = PartnerKey.Create();

    public PartnerTokenSigner Signer { get; }

    public PartnerTokenVerifier Verifier { get; }

    public string PrivateFile => PathTo("k.pem");

    public string PublicFile => PathTo("pub.pem");

    public string PathTo(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose()
    {
        Key.Dispose();
        _folder.Delete(recursive: true);
    }
}

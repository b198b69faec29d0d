using System.Security.Cryptography;
using System.Text;

namespace HelpLightning.PartnerKeys.Tests.Keys;

/// <summary>The committed test keys; see keys/README.md.</summary>
internal static class TestKeys
{
    public const string Passphrase = "correct-horse";

    /// <summary>openssl pkey -in test-2048-pkcs8.pem -pubout -outform DER | sha256sum</summary>
    public const string Thumbprint = "e9a2ddaf5e647623ee5cc8874b895215f80024eb0d7757af2a23b73ee8791b1c";

    public static string Pkcs8 { get; } = Text("test-2048-pkcs8.pem");

    public static string Pkcs1 { get; } = Text("test-2048-pkcs1.pem");

    public static PartnerKey Key { get; } = PartnerKey.FromText(Pkcs8);

    public static PartnerKey OtherKey { get; } = PartnerKey.FromText(Text("test-other-2048-pkcs8.pem"));

    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "keys", name);

    public static string Text(string name) => File.ReadAllText(PathOf(name));

    public static byte[] Bytes(string name) => File.ReadAllBytes(PathOf(name));

    public static byte[] Der(string pem)
    {
        PemFields fields = PemEncoding.Find(pem);
        byte[] der = new byte[fields.DecodedDataLength];
        Assert.True(System.Buffers.Text.Base64.DecodeFromUtf8(
            Encoding.ASCII.GetBytes(pem[fields.Base64Data].ReplaceLineEndings("")), der, out _, out _) == System.Buffers.OperationStatus.Done);
        return der;
    }

    public static string Base64(string pem) => System.Convert.ToBase64String(Der(pem));

    /// <summary>A file that only its owner can read, as a key file should be; removed with the folder at the end.</summary>
    public static string Write(TemporaryFolder folder, string name, byte[] content, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        string path = folder.PathTo(name);
        File.WriteAllBytes(path, content);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }

        return path;
    }
}

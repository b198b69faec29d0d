using System.Buffers.Text;
using System.Text;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Interop.Tests;

/// <summary>The openssl command.</summary>
public sealed class OpenSslTests(KeyPairFixture pair)
{
    [Fact]
    public async Task Openssl_verifies_our_signature()
    {
        await Peer.RequireOpenSslAsync();
        string token = pair.Signer.Sign().Reveal();
        int dot = token.LastIndexOf('.');
        await File.WriteAllTextAsync(pair.PathTo("signed.txt"), token[..dot], TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(pair.PathTo("signature.bin"), Base64Url.DecodeFromChars(token.AsSpan(dot + 1)), TestContext.Current.CancellationToken);
        PeerResult result = await Peer.RunAsync(
            "openssl", "dgst", "-sha256", "-verify", pair.PublicFile, "-signature", pair.PathTo("signature.bin"), pair.PathTo("signed.txt"));
        Assert.Equal("Verified OK", result.RequireSuccess());
    }

    [Fact]
    public async Task We_verify_the_signature_of_openssl()
    {
        await Peer.RequireOpenSslAsync();
        long expiry = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 60;
        string signed = Encode("""{"alg":"RS256","typ":"JWT"}""") + "."
            + Encode($$"""{"iss":"Ghazal","aud":"Ghazal","sub":"Partner:54344","exp":{{expiry}}}""");
        await File.WriteAllTextAsync(pair.PathTo("input.txt"), signed, TestContext.Current.CancellationToken);
        PeerResult result = await Peer.RunAsync(
            "openssl", "dgst", "-sha256", "-sign", pair.PrivateFile, "-out", pair.PathTo("out.bin"), pair.PathTo("input.txt"));
        result.RequireSuccess();
        byte[] signature = await File.ReadAllBytesAsync(pair.PathTo("out.bin"), TestContext.Current.CancellationToken);
        PartnerTokenVerdict verdict = pair.Verifier.Verify($"{signed}.{Base64Url.EncodeToString(signature)}");
        Assert.True(verdict.IsValid, verdict.Message);
    }

    [Fact]
    public async Task Openssl_reads_the_key_we_write_and_agrees_on_the_thumbprint()
    {
        await Peer.RequireOpenSslAsync();
        PeerResult check = await Peer.RunAsync("openssl", "pkey", "-in", pair.PrivateFile, "-noout", "-check");
        Assert.Contains("valid", check.RequireSuccess() + check.Error, StringComparison.Ordinal);

        (await Peer.RunAsync("openssl", "pkey", "-in", pair.PrivateFile, "-pubout", "-outform", "DER", "-out", pair.PathTo("pub.der"))).RequireSuccess();
        PeerResult digest = await Peer.RunAsync("openssl", "dgst", "-sha256", "-r", pair.PathTo("pub.der"));
        Assert.StartsWith(pair.Key.Thumbprint, digest.RequireSuccess(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aes-256-cbc")]
    [InlineData("aes-128-cbc")]
    [InlineData("des3")]
    public async Task We_read_the_encrypted_key_of_openssl(string cipher)
    {
        await Peer.RequireOpenSslAsync();
        string path = pair.PathTo($"{cipher}.pem");
        (await Peer.RunAsync("openssl", "pkcs8", "-topk8", "-in", pair.PrivateFile, "-out", path, "-passout", "pass:long words here", "-v2", cipher)).RequireSuccess();
        using PartnerKey key = PartnerKey.FromFile(path, "long words here");
        Assert.Equal(pair.Key.Thumbprint, key.Thumbprint);
    }

    [Fact]
    public async Task Openssl_opens_the_encrypted_key_we_write()
    {
        await Peer.RequireOpenSslAsync();
        pair.Key.WritePemFile(pair.PathTo("encrypted.pem"), overwrite: false, "long words here");
        PeerResult result = await Peer.RunAsync("openssl", "pkey", "-in", pair.PathTo("encrypted.pem"), "-passin", "pass:long words here", "-pubout");
        Assert.Equal(pair.Key.PublicKey.ToPem().TrimEnd(), result.RequireSuccess());
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}

using HelpLightning.PartnerKeys;

namespace HelpLightning.Pkcs11.Tests;

/// <summary>OpenSSL's own way to the same token, through libp11's engine: an independent witness.</summary>
[Collection(SoftHsmGroup.Name)]
public sealed class OpenSslTests(SoftHsm hsm)
{
    private static readonly string[] Engines =
    [
        "/usr/lib/x86_64-linux-gnu/engines-3/pkcs11.so", "/usr/lib/aarch64-linux-gnu/engines-3/pkcs11.so",
    ];

    [Fact]
    public async Task The_engine_finds_the_same_key_and_signs_as_we_do()
    {
        await SoftHsm.RequireAsync();
        string engine = Array.Find(Engines, File.Exists) ?? Engines[0];
        await Peer.RequireAsync("test", "-f", engine);
        await hsm.NewTokenAsync("engine");
        await hsm.ImportAsync("engine", "test-2048-pkcs8.pem", "partner", "01");
        string configuration = Path.Combine(hsm.Folder, "openssl.cnf");
        await File.WriteAllTextAsync(
            configuration,
            $"""
            openssl_conf = start
            [start]
            engines = engines
            [engines]
            pkcs11 = pkcs11
            [pkcs11]
            engine_id = pkcs11
            dynamic_path = {engine}
            MODULE_PATH = {SoftHsm.Module}
            PIN = {SoftHsm.Pin}
            init = 0

            """,
            TestContext.Current.CancellationToken);
        (string thumbprint, string token) = await ChildSigner.SignAsync(
            "openssl-engine:pkcs11:pkcs11:token=engine;object=partner",
            new Dictionary<string, string>(hsm.Environment) { ["OPENSSL_CONF"] = configuration });
        using Pkcs11Key ours = Pkcs11Key.Open(hsm.Uri("token=engine;object=partner"));
        Assert.Equal(ours.Thumbprint, thumbprint);
        Assert.True(new PartnerTokenVerifier(TestKeys.Site, [ours.PublicKey]).Verify(token).IsValid);
    }

    [Fact]
    public async Task The_variable_names_the_module_where_the_URI_names_none()
    {
        await SoftHsm.RequireAsync();
        await hsm.NewTokenAsync("variable");
        await hsm.ImportAsync("variable", "test-2048-pkcs8.pem", "partner", "01");
        using PartnerKey local = TestKeys.Read("test-2048-pkcs8.pem");
        string pin = hsm.PinFile(SoftHsm.Pin);
        (string thumbprint, _) = await ChildSigner.SignAsync(
            $"pkcs11:token=variable?pin-source=file:{pin}",
            new Dictionary<string, string>(hsm.Environment) { ["PKCS11_MODULE_PATH"] = SoftHsm.Module });
        Assert.Equal(local.Thumbprint, thumbprint);
        (thumbprint, _) = await ChildSigner.SignAsync(
            $"pkcs11:token=variable?pin-source=credential:{Path.GetFileName(pin)}&module-name=softhsm2",
            new Dictionary<string, string>(hsm.Environment) { ["CREDENTIALS_DIRECTORY"] = Path.GetDirectoryName(pin)! });
        Assert.Equal(local.Thumbprint, thumbprint);
    }
}

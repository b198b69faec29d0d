namespace HelpLightning.Interop.Tests;

/// <summary>
/// One key through every place that it can lie in, and every form that it can have there: <c>hl</c> finds the same thumbprint, and PyJWT takes
/// the token. A TPM makes its own keys and is tried beside the other hardware.
/// </summary>
public sealed class KeySourceTests(KeyPairFixture pair) : IAsyncLifetime
{
    private const string Pin = "1234";

    private static readonly string[] Engines =
    [
        "/usr/lib/x86_64-linux-gnu/engines-3/pkcs11.so", "/usr/lib/aarch64-linux-gnu/engines-3/pkcs11.so",
    ];

    private static readonly string[] Modules = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"];

    private readonly string _folder = Directory.CreateTempSubdirectory("hl-sources-").FullName;

    private static string Module => Array.Find(Modules, File.Exists) ?? Modules[0];

    private static string Hl => HlProxy.Program;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("cat key.pem > k")]
    [InlineData("openssl rsa -in key.pem -traditional -out k")]
    [InlineData("openssl pkey -in key.pem -outform DER -out k")]
    [InlineData("base64 -w0 key.pem > k")]
    [InlineData("openssl pkey -in key.pem -outform DER | od -An -v -tx1 | tr -d ' \\n' > k")]
    [InlineData("openssl pkcs8 -topk8 -v2 aes-256-cbc -in key.pem -passout pass:words -out k")]
    public async Task Each_form_in_a_file_a_variable_a_pipe_and_a_credential(string make)
    {
        await Peer.RequirePyJwtAsync();
        await RunAsync($"cp {pair.PrivateFile} key.pem && {make} && chmod 600 k && echo words > passphrase");
        await SameAsync("--key-file k");
        await SameAsync("--key-file - < k");
        await SameAsync("--key-file credential:k", $"CREDENTIALS_DIRECTORY={_folder}");
        if (!make.Contains("-outform DER -out", StringComparison.Ordinal))
        {
            // A variable holds no bytes.
            await SameAsync("", "HL_PARTNER_KEY=\"$(cat k)\"");
        }
    }

    [Fact]
    public async Task The_key_in_hardware_by_our_way_and_by_OpenSSLs()
    {
        await Peer.RequirePyJwtAsync();
        await Peer.RequireAsync("softhsm2-util", "--version");
        string engine = Array.Find(Engines, File.Exists) ?? Engines[0];
        await Peer.RequireAsync("test", "-f", engine);
        await RunAsync($"""
            mkdir tokens && printf 'directories.tokendir = {_folder}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n' > softhsm2.conf
            printf {Pin} > pin && chmod 600 pin && echo none > passphrase
            printf 'openssl_conf = start\n[start]\nengines = engines\n[engines]\npkcs11 = pkcs11\n[pkcs11]\nengine_id = pkcs11\n' > openssl.cnf
            printf 'dynamic_path = {engine}\nMODULE_PATH = {Module}\nPIN = {Pin}\ninit = 0\n' >> openssl.cnf
            export SOFTHSM2_CONF={_folder}/softhsm2.conf
            softhsm2-util --init-token --free --label hl --pin {Pin} --so-pin 87654321
            softhsm2-util --import {pair.PrivateFile} --token hl --label partner --id 01 --pin {Pin}
            """);
        string token = $"SOFTHSM2_CONF={_folder}/softhsm2.conf";
        await SameAsync($"--key 'pkcs11:token=hl;object=partner?module-path={Module}&pin-source=file:{_folder}/pin'", token);
        await SameAsync($"--key 'pkcs11:token=hl;id=%01?module-path={Module}&pin-source=credential:pin'", $"CREDENTIALS_DIRECTORY={_folder} {token}");
        await SameAsync("--key 'openssl-engine:pkcs11:pkcs11:token=hl;object=partner'", $"OPENSSL_CONF={_folder}/openssl.cnf {token}");
    }

    private async Task SameAsync(string flags, string variables = "")
    {
        string Command(string command, string rest) => $"env {variables} HL_SITE_ID=54344 {Hl} {command} {rest}";
        string told = await RunAsync(Command("key inspect --passphrase-file passphrase", flags));
        Assert.Contains(pair.Key.Thumbprint, told, StringComparison.Ordinal);
        await RunAsync(Command("token --passphrase-file passphrase", flags + " > token"));
        string token = await File.ReadAllTextAsync(Path.Combine(_folder, "token"), TestContext.Current.CancellationToken);
        PeerResult peer = await Peer.RunWithAsync(Peer.Python, token, null, Peer.Script("pyjwt_verify.py"), pair.PublicFile);
        Assert.Equal("Partner:54344", peer.RequireSuccess());
    }

    private async Task<string> RunAsync(string script) =>
        (await Peer.RunAsync("bash", "-c", $"cd {_folder} && {{ {script}\n}} 2>&1")).RequireSuccess();
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Pkcs11.Tests;

/// <summary>A TPM, made of software (swtpm), through tpm2-pkcs11 and through OpenSSL's provider of it.</summary>
public sealed class TpmTests : IAsyncDisposable
{
    private static readonly string[] Modules =
    [
        "/usr/lib/x86_64-linux-gnu/pkcs11/libtpm2_pkcs11.so", "/usr/lib/x86_64-linux-gnu/libtpm2_pkcs11.so.1",
        "/usr/lib/aarch64-linux-gnu/pkcs11/libtpm2_pkcs11.so",
    ];

    private static readonly string[] Providers =
    [
        "/usr/lib/x86_64-linux-gnu/ossl-modules/tpm2.so", "/usr/lib/aarch64-linux-gnu/ossl-modules/tpm2.so",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hl-tpm-");
    private Process? _tpm;
    private Dictionary<string, string> _environment = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_in_a_TPM_signs_through_its_module()
    {
        string module = Array.Find(Modules, File.Exists) ?? Modules[0];
        await Peer.RequireAsync("test", "-f", module);
        await Peer.RequireAsync("opensc-tool", "--version");
        await StartAsync();
        await RunAsync("pkcs11-tool", "--module", module, "--init-token", "--slot-index", "0", "--label", "hl", "--so-pin", "87654321");
        string[] tool = ["--module", module, "--token-label", "hl"];
        await RunAsync("pkcs11-tool", [.. tool, "--init-pin", "--login", "--login-type", "so", "--so-pin", "87654321", "--new-pin", "1234"]);
        string pin = Path.Combine(_folder.FullName, "pin");
        await File.WriteAllTextAsync(pin, "1234\n", Cancellation);

        await RunAsync("pkcs11-tool", [.. tool, "--login", "--pin", "1234", "--keypairgen", "--key-type", "rsa:2048", "--label", "foreign", "--id", "01"]);
        (string foreign, _) = await ChildSigner.SignAsync($"pkcs11:token=hl;object=foreign?module-path={module}&pin-source={pin}", _environment);

        string uri = $"pkcs11:token=hl;object=partner?module-path={module}&pin-source={pin}";
        (string thumbprint, string token) = await ChildSigner.SignAsync(ChildSigner.Create + uri, _environment);
        Assert.NotEqual(foreign, thumbprint);
        Assert.Equal(thumbprint, (await ChildSigner.SignAsync(uri, _environment)).Thumbprint);
        string publicFile = Path.Combine(_folder.FullName, "public.der");
        await RunAsync("pkcs11-tool", [.. tool, "--read-object", "--type", "pubkey", "--label", "partner", "--output-file", publicFile]);
        PartnerPublicKey publicHalf = PartnerPublicKey.FromFile(publicFile);
        Assert.Equal(publicHalf.Thumbprint, thumbprint);
        Assert.True(new PartnerTokenVerifier(TestKeys.Site, [publicHalf]).Verify(token).IsValid);
    }

    [Fact]
    public async Task A_key_in_a_TPM_signs_through_OpenSSLs_provider()
    {
        string provider = Array.Find(Providers, File.Exists) ?? Providers[0];
        await Peer.RequireAsync("test", "-f", provider);
        await Peer.RequireAsync("tpm2_create", "--version");
        await StartAsync();
        string publicFile = Path.Combine(_folder.FullName, "public.pem");
        string Place(string name) => Path.Combine(_folder.FullName, name);
        await RunAsync("tpm2_createprimary", "-C", "o", "-G", "rsa2048", "-c", Place("primary.ctx"));
        await RunAsync("tpm2_create", "-C", Place("primary.ctx"), "-G", "rsa2048", "-u", Place("key.pub"), "-r", Place("key.priv"));
        await RunAsync("tpm2_load", "-C", Place("primary.ctx"), "-u", Place("key.pub"), "-r", Place("key.priv"), "-c", Place("key.ctx"));
        await RunAsync("tpm2_evictcontrol", "-C", "o", "-c", Place("key.ctx"), "0x81000001");
        await RunAsync("tpm2_readpublic", "-c", "0x81000001", "-f", "pem", "-o", publicFile);
        await RunAsync("tpm2_flushcontext", "-t");
        (string thumbprint, string token) = await ChildSigner.SignAsync("openssl-provider:tpm2:handle:0x81000001", _environment);
        PartnerPublicKey publicHalf = PartnerPublicKey.FromFile(publicFile);
        Assert.Equal(publicHalf.Thumbprint, thumbprint);
        Assert.True(new PartnerTokenVerifier(TestKeys.Site, [publicHalf]).Verify(token).IsValid);
    }

    public async ValueTask DisposeAsync()
    {
        if (_tpm is not null)
        {
            _tpm.Kill();
            await _tpm.WaitForExitAsync(CancellationToken.None);
            _tpm.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    /// <summary>The TPM listens on two ports of this machine alone, one after the other, as its drivers expect it.</summary>
    private async Task StartAsync()
    {
        await Peer.RequireAsync("swtpm", "--version");
        int port = FreePair();
        string state = _folder.CreateSubdirectory("tpm").FullName;
        _tpm = Peer.Start(
            "swtpm", null, "socket", "--tpm2", "--tpmstate", $"dir={state}", "--server", $"type=tcp,port={port},bindaddr=127.0.0.1",
            "--ctrl", $"type=tcp,port={port + 1},bindaddr=127.0.0.1", "--flags", "not-need-init,startup-clear");
        string address = $"swtpm:host=127.0.0.1,port={port}";
        _environment = new Dictionary<string, string>
        {
            ["TPM2TOOLS_TCTI"] = address,
            ["TPM2_PKCS11_TCTI"] = address,
            ["TPM2OPENSSL_TCTI"] = address,
            ["TPM2_PKCS11_STORE"] = _folder.CreateSubdirectory("store").FullName,
            ["TPM2_PKCS11_LOG_LEVEL"] = "0",
            ["TSS2_LOG"] = "all+NONE",
        };
        while (!Listens(port))
        {
            Assert.False(_tpm.HasExited, "swtpm ended at once.");
            await Task.Delay(20, Cancellation);
        }
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        // There is no resource manager between: what a command leaves behind takes one of the TPM's three places.
        if (program != "pkcs11-tool")
        {
            await Peer.RunInAsync("tpm2_flushcontext", _environment, "-t");
        }

        PeerResult result = await Peer.RunInAsync(program, _environment, arguments);
        Assert.True(result.ExitCode == 0, $"{program}: {result.Output}\n{result.Error}");
    }

    private static int FreePair()
    {
        while (true)
        {
            using TcpListener first = new(IPAddress.Loopback, 0);
            first.Start();
            int port = ((IPEndPoint)first.LocalEndpoint).Port;
            if (!IsTaken(port + 1))
            {
                return port;
            }
        }
    }

    private static bool IsTaken(int port)
    {
        try
        {
            using TcpListener listener = new(IPAddress.Loopback, port);
            listener.Start();
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    /// <summary>Asks the system, since swtpm takes one caller alone.</summary>
    private static bool Listens(int port) =>
        File.ReadAllText("/proc/net/tcp").Contains($"0100007F:{port:X4} 00000000:0000 0A", StringComparison.Ordinal);
}

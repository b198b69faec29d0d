using System.Collections.Concurrent;
using System.Diagnostics;
using HelpLightning.Sandbox;

namespace HelpLightning.Interop.Tests;

/// <summary>The built <c>hl proxy</c>, on a port and on a Unix socket, in front of a sandbox: it has the key, and callers have a token of theirs.</summary>
public sealed class HlProxy(KeyPairFixture pair) : IAsyncLifetime
{
    public const string CallerToken = "the-token-of-a-caller-0123456789";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hl-px-");
    private readonly ConcurrentQueue<string> _said = new();
    private HelpLightningSandbox? _sandbox;
    private Process? _process;
    private string _address = "";

    /// <summary>Beside the tests, or the build that HL_UNDER_TEST names.</summary>
    internal static string Program => Environment.GetEnvironmentVariable("HL_UNDER_TEST")
        ?? Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "hl.exe" : "hl");

    private string Socket => Path.Combine(_folder.FullName, "proxy.sock");

    public async ValueTask InitializeAsync()
    {
        string callers = Path.Combine(_folder.FullName, "scripts.txt");
        await File.WriteAllTextAsync(callers, CallerToken);
        _sandbox = await HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions { SiteId = pair.Site, PartnerPublicKeys = [pair.Key.PublicKey] }, TestContext.Current.CancellationToken);
        ProcessStartInfo start = new(
            Program,
            [
                "proxy", "--listen", "127.0.0.1:0", "--unix-socket", Socket, "--caller-token-file", callers,
                "--allow-act-as", "*@example.com", "--deny", "DELETE /api/**",
                "--api-url", _sandbox.BaseAddress.ToString(), "--site-id", pair.Site.ToString(), "--key-file", pair.PrivateFile,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HL_API_KEY"] = _sandbox.ApiKey;
        start.Environment["XDG_CONFIG_HOME"] = _folder.FullName;
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        _process.BeginErrorReadLine();
        _address = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(string.Join('\n', _said));
    }

    /// <summary>Runs a peer that knows where the proxy is, and its own token; nothing else.</summary>
    internal Task<PeerResult> RunAsync(string program, string script, params string[] arguments) => Peer.RunInAsync(
        program,
        new Dictionary<string, string> { ["HL_PROXY"] = _address, ["HL_PROXY_SOCKET"] = Socket, ["CALLER_TOKEN"] = CallerToken },
        [Peer.Script(script), .. arguments]);

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }
}

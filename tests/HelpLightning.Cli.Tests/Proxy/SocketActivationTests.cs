using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace HelpLightning.Cli.Tests.Proxy;

/// <summary>Sockets that were opened before <c>hl proxy</c> began, as systemd does (sd_listen_fds(3)).</summary>
public sealed class SocketActivationTests(Workshop shop) : IClassFixture<Workshop>
{
    private const string Users = "/api/v1r1/enterprise/users?page_size=1";

    /// <summary>What systemd does: binds, hands over descriptors from 3 on, and keeps the process's id.</summary>
    private const string Activator = """
        import os, socket, sys
        port, path = sys.argv[1:3]
        tcp = socket.create_server(("127.0.0.1", int(port)))
        local = socket.socket(socket.AF_UNIX)
        local.bind(path)
        local.listen()
        os.dup2(tcp.fileno(), 3)
        if local.fileno() != 4:
            os.dup2(local.fileno(), 4)
        os.set_inheritable(3, True)
        os.set_inheritable(4, True)
        os.environ.update(LISTEN_FDS="2", LISTEN_PID=str(os.getpid()))
        os.execv(sys.argv[3], sys.argv[3:])
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sockets_that_were_opened_before_are_listened_at()
    {
        await Shell.RequireAsync("python3", "--version");
        await RequireAnswersAsync(false, "python3", "-c", Activator, "{port}", "{path}");
    }

    [Fact]
    public async Task Systemd_starts_it_with_the_first_connection()
    {
        await Shell.RequireAsync("systemd-socket-activate", "--version");
        string[] passed = [.. shop.Environment.Keys.Append("XDG_CONFIG_HOME").SelectMany(static name => new[] { "-E", name })];
        await RequireAnswersAsync(true, ["systemd-socket-activate", .. passed, "-l", "127.0.0.1:{port}", "-l", "{path}"]);
    }

    [Fact]
    public async Task Sockets_of_another_process_are_not_taken()
    {
        await Shell.RequireAsync("bash");
        Dictionary<string, string> environment = new(shop.Environment) { ["LISTEN_FDS"] = "1", ["LISTEN_PID"] = "1" };
        using ProxyProcess proxy = await ProxyProcess.StartAsync(environment, "--listen", "127.0.0.1:0", "--drain", "0");
        Assert.StartsWith("http://127.0.0.1:", proxy.Address, StringComparison.Ordinal);
        proxy.Terminate();
        (await proxy.EndAsync()).Require(0);
    }

    private async Task RequireAnswersAsync(bool waitsForConnection, params string[] starter)
    {
        int port = FreePort();
        string path = shop.PathTo($"{starter[0]}.sock");
        string[] words = [.. starter.Select(w => w.Replace("{port}", $"{port}", StringComparison.Ordinal).Replace("{path}", path, StringComparison.Ordinal))];
        Process process = HlProgram.StartUnder(words, shop.Environment, "proxy", "--drain", "0");
        using HttpClient http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        Task<HttpResponseMessage>? first = waitsForConnection ? FirstAsync(http) : null;
        using ProxyProcess proxy = await ProxyProcess.StartAsync(process);
        using HttpResponseMessage answer = await (first ?? http.GetAsync(new Uri(Users, UriKind.Relative), Cancellation));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using HttpClient local = UnixSockets.Client(path);
        Assert.Contains("\"entries\"", await local.GetStringAsync(new Uri(Users, UriKind.Relative), Cancellation), StringComparison.Ordinal);
        proxy.Terminate();
        HlResult result = (await proxy.EndAsync()).Require(0);
        Assert.Contains($"curl http://127.0.0.1:{port}/api/", result.Error, StringComparison.Ordinal);
        Assert.Equal($"http://127.0.0.1:{port}", proxy.Address);
        Assert.Equal($"unix:{path}\n", result.Output);

        // It is systemd's, which starts the next run with it.
        Assert.True(File.Exists(path));
    }

    /// <summary>Until the starter listens.</summary>
    private static async Task<HttpResponseMessage> FirstAsync(HttpClient http)
    {
        while (true)
        {
            try
            {
                return await http.GetAsync(new Uri(Users, UriKind.Relative), Cancellation);
            }
            catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError)
            {
                await Task.Delay(20, Cancellation);
            }
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

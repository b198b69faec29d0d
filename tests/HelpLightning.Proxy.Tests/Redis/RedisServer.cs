using System.Diagnostics;
using System.Net.Sockets;
using StackExchange.Redis;
using Eventually = HelpLightning.Tests.Eventually;

namespace HelpLightning.Proxy.Tests.Redis;

/// <summary>A Redis of a test's own, on loopback alone, that keeps nothing on disk.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private static readonly string? Program = ((string[])["/usr/bin/redis-server", "/usr/local/bin/redis-server"]).FirstOrDefault(File.Exists);

    private readonly string[] _settings;
    private Process? _process;

    private RedisServer(string[] settings)
    {
        _settings = settings;
    }

    public int Port { get; private set; }

    public string Address => $"127.0.0.1:{Port}";

    /// <summary>Skips the test where there is no Redis, which is an error in the main job.</summary>
    public static void Require()
    {
        if (Program is null && Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail("Redis is missing: install redis-server.");
        }

        Assert.SkipWhen(Program is null, "Redis is missing: install redis-server.");
    }

    public static async Task<RedisServer> StartNewAsync(params string[] settings)
    {
        RedisServer server = NotStarted(settings);
        await server.StartAsync();
        return server;
    }

    /// <summary>Has a port, on which nobody listens yet.</summary>
    public static RedisServer NotStarted(params string[] settings)
    {
        Require();
        return new RedisServer(settings) { Port = FreePort.Find() };
    }

    public async Task StartAsync()
    {
        string[] port = _settings.Contains("--tls-port") ? ["--port", "0"] : ["--port", $"{Port}"];
        string[] arguments = [.. port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", .. _settings.Select(s => s.Replace("PORT", $"{Port}", StringComparison.Ordinal))];
        _process = Process.Start(Unprivileged(Program!, arguments))!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Eventually.HoldsAsync(IsUp, "Redis has not come up.");
    }

    /// <summary>As when its machine is gone: without a word to anybody.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        _process.Dispose();
        _process = null;
    }

    /// <summary>From now on it hangs: connections stay, and no answer comes.</summary>
    public void Hang() => Signal("STOP");

    public void Wake() => Signal("CONT");

    public async Task<ConnectionMultiplexer> ConnectAsync(string? password = null) =>
        await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions { EndPoints = { Address }, Password = password, AllowAdmin = true });

    /// <summary>Runs one command, as a person would at its prompt.</summary>
    public async Task<RedisResult> RunAsync(string command, params object[] arguments)
    {
        await using ConnectionMultiplexer connection = await ConnectAsync();
        return await connection.GetDatabase().ExecuteAsync(command, arguments);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
            _process.Dispose();
        }
    }

    private bool IsUp()
    {
        Assert.False(_process!.HasExited, "Redis has ended at once.");
        try
        {
            using TcpClient client = new("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Signal(string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", $"{_process!.Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>What makes it unprivileged becomes it, so that the number of the process is its own.</summary>
    private static ProcessStartInfo Unprivileged(string program, params string[] arguments)
    {
        ProcessStartInfo start = Environment.IsPrivilegedProcess
            ? new("setpriv", ["--reuid=nobody", "--regid=nogroup", "--clear-groups", "--", program, .. arguments])
            : new(program, arguments);
        start.RedirectStandardError = start.RedirectStandardOutput = true;
        start.WorkingDirectory = "/";
        return start;
    }
}

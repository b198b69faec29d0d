using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Eventually = HelpLightning.Tests.Eventually;

namespace HelpLightning.Webhooks.Tests.PostgreSql;

/// <summary>
/// A PostgreSQL of the tests' own, in a folder of its own, on loopback alone. It is as slow to answer as a real one is, but for the flush of
/// its disk, so that what a test sees of "on disk" is that it was asked for.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private static readonly string? Programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(static v => Path.Combine(v, "bin"))
            .Where(static bin => File.Exists(Path.Combine(bin, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
        : null;

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"hl-pg-{Guid.NewGuid():N}"[..14]);
    private Process? _process;
    private int _schemas;

    public int Port { get; private set; }

    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username=tester;Database=inbox;Timeout=5;Maximum Pool Size=20";

    /// <summary>A name that no other test uses.</summary>
    public string NewSchema() => $"inbox_{Interlocked.Increment(ref _schemas)}";

    public async ValueTask InitializeAsync()
    {
        if (Programs is null)
        {
            return;
        }

        Directory.CreateDirectory(_folder);
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", "nobody", _folder);
        }

        RunUnprivileged(Path.Combine(Programs, "initdb"), "-D", Data, "-A", "trust", "-U", "tester", "-E", "UTF8", "--no-locale", "-N");

        // One user has a password, so that it can be a wrong one.
        string access = Path.Combine(Data, "pg_hba.conf");
        await File.WriteAllTextAsync(access, "host all guarded all scram-sha-256\n" + await File.ReadAllTextAsync(access));
        Port = FreePort();
        await StartAsync();
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(ConnectionString.Replace("Database=inbox", "Database=postgres", StringComparison.Ordinal));
        foreach (string sql in (string[])
            [
                "create database inbox", "create role guarded login password 'right'", "create role guest login",
                "create role reader login superuser", "alter role reader set default_transaction_read_only = on",
                "create database latin encoding 'LATIN1' template template0",
            ])
        {
            await using NpgsqlCommand command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Skips the test where there is no PostgreSQL, which is an error in the main job.</summary>
    public static void Require()
    {
        if (Programs is null && Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail("PostgreSQL is missing: install postgresql.");
        }

        Assert.SkipWhen(Programs is null, "PostgreSQL is missing: install postgresql.");
    }

    public async Task StartAsync(params string[] settings)
    {
        string[] arguments =
        [
            "-D", Data, "-p", $"{Port}", "-k", _folder, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "logging_collector=off",
            "-c", "max_connections=200", .. settings.SelectMany(static s => (string[])["-c", s]),
        ];
        _process = Process.Start(Unprivileged(Path.Combine(Programs!, "postgres"), arguments))!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Eventually.HoldsAsync(IsUp, "PostgreSQL has not come up.");
    }

    /// <summary>Ends it as its system's end would (SIGQUIT): without a word to anybody, and with a recovery at the next start.</summary>
    public Task CrashAsync() => StopAsync("QUIT");

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await StopAsync("INT");
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private string Data => Path.Combine(_folder, "data");

    private async Task StopAsync(string signal)
    {
        // The server's own number: what was started may be the program that made it unprivileged.
        string pid = (await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid")))[0];
        Run("kill", $"-{signal}", pid);
        await _process!.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    private bool IsUp()
    {
        Assert.False(_process!.HasExited, "PostgreSQL has ended at once.");
        using NpgsqlConnection connection = new($"Host=127.0.0.1;Port={Port};Username=tester;Database=postgres;Pooling=false;Timeout=5");
        try
        {
            connection.Open();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>Below those that the system gives to anybody who connects.</summary>
    private static int FreePort()
    {
        for (int port = Random.Shared.Next(20_000, 30_000); true; port++)
        {
            try
            {
                using TcpListener listener = new(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
            }
        }
    }

    private static void RunUnprivileged(string program, params string[] arguments) => Wait(Unprivileged(program, arguments));

    private static void Run(string program, params string[] arguments) =>
        Wait(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true });

    /// <summary>It refuses to run as root.</summary>
    private static ProcessStartInfo Unprivileged(string program, params string[] arguments)
    {
        ProcessStartInfo start = Environment.IsPrivilegedProcess
            ? new("setpriv", ["--reuid=nobody", "--regid=nogroup", "--clear-groups", "--", program, .. arguments])
            : new(program, arguments);
        start.RedirectStandardError = start.RedirectStandardOutput = true;
        start.WorkingDirectory = "/";
        return start;
    }

    private static void Wait(ProcessStartInfo start)
    {
        using Process process = Process.Start(start) ?? throw new Win32Exception();
        Task<string> error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{start.FileName}: {error.Result}");
    }
}

using System.Diagnostics;
using HelpLightning.Sandbox;

namespace HelpLightning.Cli.Tests;

/// <summary>
/// Kills <c>hl export</c> in the middle and runs it again: the files are those of a run that nobody disturbed, byte for byte.
/// </summary>
public sealed class ExportKillTests(Workshop shop) : IClassFixture<Workshop>
{
    /// <summary>How a shell tells signal 9.</summary>
    private const int Killed = 137;

    private const int Calls = 2_000;

    /// <summary>The moments to kill at come from this, so that a failure can be repeated.</summary>
    private readonly Random _random = new(20);

    private int _answered;
    private Process? _victim;
    private int _target;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("csv", 20)]
    [InlineData("json", 6)]
    [InlineData("sqlite", 6)]
    [InlineData("parquet", 20)]
    public async Task Killed_again_and_again(string format, int kills)
    {
        await using HelpLightningSandbox sandbox = await StartAsync();
        string whole = await FinishAsync(sandbox, "whole", format, pageSize: 50);
        for (int round = 1; round <= kills; round++)
        {
            await KillAsync(sandbox, Arguments("killed", format), 45, round);
            Assert.False(File.Exists(shop.PathTo($"killed-{format}/last_run.json")));
            Assert.Equal([".hl-export"], Directory.GetFileSystemEntries(shop.PathTo($"killed-{format}")).Select(Path.GetFileName));
        }

        Assert.Equal(Content(whole), Content(await FinishAsync(sandbox, "killed", format, pageSize: 50)));
    }

    /// <summary>The same for a database that grows, while calls come and go between the kills.</summary>
    [Fact]
    public async Task A_growing_database_killed_again_and_again_while_the_site_changes()
    {
        string data = shop.PathTo("site.db");
        string into = shop.PathTo("site.sqlite");
        await using HelpLightningSandbox sandbox = await StartAsync(data, calls: 1_200);
        List<string> people = SqliteFile.Rows(data, "SELECT email FROM users WHERE site_id = 54344 ORDER BY seq LIMIT 2");
        for (int round = 1; round <= 20; round++)
        {
            await KillAsync(sandbox, ["export", "--into", into, "--page-size", "1"], 42, round);
            Assert.Equal(["ok"], SqliteFile.Rows(into, "PRAGMA integrity_check"));
            Assert.Equal(["0"], SqliteFile.Rows(into, "SELECT count(*) FROM calls WHERE id NOT IN (SELECT call_id FROM calls_participants)"));
            string call = sandbox.Calls.Start(people[0], people[1]).CallId;
            sandbox.Calls.Tag(call, $"round {round % 3}");
            if (round % 2 == 0)
            {
                sandbox.Calls.End(call);
            }
        }

        for (int run = 0; run < 2; run++)
        {
            (await Hl.RunAsync(Environment(sandbox), "", "export", "--into", into)).Require(0);
        }

        Assert.All(SameRows, q => Assert.Equal(SqliteFile.Rows(data, q.Theirs), SqliteFile.Rows(into, q.Ours)));
    }

    /// <summary>The same for a folder of tidy tables: the full export and the parts after it, of which the newest row of a call counts.</summary>
    [Fact]
    public async Task Tidy_tables_killed_again_and_again_while_the_site_changes()
    {
        string data = shop.PathTo("tidy-site.db");
        string[] export = ["export", "--out", shop.PathTo("tidy"), "--tidy", "--format", "sqlite", "--page-size", "1"];
        await using HelpLightningSandbox sandbox = await StartAsync(data, calls: 1_200);
        List<string> people = SqliteFile.Rows(data, "SELECT email FROM users WHERE site_id = 54344 ORDER BY seq LIMIT 2");
        for (int round = 1; round <= 20; round++)
        {
            await KillAsync(sandbox, export, 42, round);
            string call = sandbox.Calls.Start(people[0], people[1]).CallId;
            sandbox.Calls.Tag(call, $"round {round % 3}");
            sandbox.Calls.End(call);
        }

        List<string> folders = [];
        for (int run = 0; run < 3; run++)
        {
            folders.Add((await Hl.RunAsync(Environment(sandbox), "", export[..^2])).Require(0).Output.Trim());
        }

        string all = shop.PathTo("tidy.db");
        foreach (string folder in folders)
        {
            string part = Directory.GetFiles(folder, "*.sqlite*").Single();
            SqliteFile.Merge(part, all, "users", "users", "id");
            SqliteFile.Merge(part, all, "calls", "calls", "id");
            SqliteFile.Merge(part, all, "calls_participants", "calls", "call_id");
            SqliteFile.Merge(part, all, "calls_tags", "calls", "call_id");
            SqliteFile.Merge(part, all, "calls_comments", "calls", "call_id");
        }

        Assert.All(SameRows, q => Assert.Equal(SqliteFile.Rows(data, q.Theirs), SqliteFile.Rows(all, q.Ours)));
    }

    private static readonly (string Ours, string Theirs)[] SameRows =
        [
            ("SELECT id, name, email FROM users ORDER BY 1", "SELECT id, name, email FROM users WHERE site_id = 54344 ORDER BY 1"),
            ("SELECT id, dialer_id, receiver_id, duration, coalesce(end_reason, '') FROM calls ORDER BY 1",
                "SELECT call_id, dialer_id, receiver_id, ifnull((ended_at - started_at + 500) / 1000, 0), reason FROM calls WHERE site_id = 54344 ORDER BY 1"),
            ("SELECT call_id, user_id FROM calls_participants ORDER BY 1, position",
                "SELECT c.call_id, p.user_id FROM calls c JOIN call_participants p ON p.call_id = c.id WHERE c.site_id = 54344 ORDER BY 1, p.position"),
            ("SELECT call_id, name FROM calls_tags ORDER BY 1, tag_id",
                "SELECT c.call_id, t.name FROM calls c JOIN call_tags x ON x.call_id = c.id JOIN tags t ON t.id = x.tag_id WHERE c.site_id = 54344 ORDER BY 1, t.id"),
            ("SELECT call_id, comments FROM calls_comments ORDER BY 1", "SELECT call_id, comments FROM calls WHERE site_id = 54344 AND comments <> '' ORDER BY 1"),
        ];

    [Theory]
    [InlineData("csv")]
    [InlineData("sqlite")]
    public async Task Nearly_a_third_of_the_requests_fail(string format)
    {
        await using HelpLightningSandbox calm = await StartAsync();
        await using HelpLightningSandbox failing = await StartAsync("503 p=0.1", "429 retry-after=0 p=0.1", "reset p=0.05", "truncate p=0.05");
        Assert.Equal(Content(await FinishAsync(calm, "calm", format, pageSize: 20)), Content(await FinishAsync(failing, "failing", format, pageSize: 20)));
    }

    private Task<HelpLightningSandbox> StartAsync(params string[] faults) => StartAsync(null, Calls, faults);

    private Task<HelpLightningSandbox> StartAsync(string? data, int calls, params string[] faults) => HelpLightningSandbox.StartAsync(
        new HelpLightningSandboxOptions
        {
            PartnerPublicKeys = [shop.Key.PublicKey],
            ApiKey = Workshop.ApiKey,
            Faults = [.. faults.Select(SandboxFault.Parse)],
            SeedCalls = calls,
            DataFile = data,
            ReportTime = TimeSpan.Zero,
            RequestLog = _ => KillWhenDue(),
        },
        Cancellation);

    /// <summary>Runs hl, and kills it some answers later.</summary>
    private async Task KillAsync(HelpLightningSandbox sandbox, string[] arguments, int answers, int round)
    {
        Interlocked.Exchange(ref _target, Volatile.Read(ref _answered) + answers + _random.Next(30));
        using Process process = HlProgram.Start(Environment(sandbox), arguments);
        Volatile.Write(ref _victim, process);
        Task<string> said = process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Volatile.Write(ref _target, 0);
        Volatile.Write(ref _victim, null);
        Assert.True(process.ExitCode == Killed, $"round {round} was not killed: {process.ExitCode} {await said}");
    }

    /// <summary>
    /// Kills by what was answered, not by the clock, so that the moments are the same on every machine. Called before the
    /// answer is over, so the victim cannot run away.
    /// </summary>
    private void KillWhenDue()
    {
        if (Interlocked.Increment(ref _answered) >= Volatile.Read(ref _target))
        {
            while (Volatile.Read(ref _target) > 0 && Volatile.Read(ref _victim) is null)
            {
                Thread.Yield();
            }

            Volatile.Read(ref _victim)?.Kill();
        }
    }

    private async Task<string> FinishAsync(HelpLightningSandbox sandbox, string folder, string format, int pageSize = 1) =>
        (await Hl.RunAsync(Environment(sandbox), "", Arguments(folder, format, pageSize))).Require(0).Output.Trim();

    private string[] Arguments(string folder, string format, int pageSize = 1) =>
        ["export", "--out", shop.PathTo($"{folder}-{format}"), "--format", format, "--page-size", $"{pageSize}"];

    private Dictionary<string, string> Environment(HelpLightningSandbox sandbox) => new(shop.Environment) { ["HL_API_URL"] = sandbox.BaseAddress.ToString() };

    private static Dictionary<string, string> Content(string folder) =>
        Directory.GetFiles(folder).ToDictionary(path => Path.GetFileName(path), path => Convert.ToHexString(File.ReadAllBytes(path)));
}

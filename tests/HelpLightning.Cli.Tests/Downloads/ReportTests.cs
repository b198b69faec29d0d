using System.IO.Compression;
using System.Text.Json;

namespace HelpLightning.Cli.Tests.Downloads;

/// <summary><c>hl reports calls</c>, as a user runs it.</summary>
public sealed class ReportTests(Workshop shop) : IClassFixture<Workshop>
{
    private const string Header = "id,started_at,ended_at,tags,comments,groups,participants,dialer,status,duration,workspace,workspace_id\r\n";
    private const string Reports = "/api/v1r1/enterprise/reports/calls";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_file_the_table_goes_to_standard_output()
    {
        HlResult result = (await ReportAsync()).Require(0);
        Assert.Empty(result.Error);
        Assert.StartsWith(Header, result.Output, StringComparison.Ordinal);
        Assert.Equal(301, result.Output.Count(c => c == '\n'));
        HlResult json = (await ReportAsync("--format", "json")).Require(0);
        Assert.Equal(300, JsonDocument.Parse(json.Output).RootElement.GetArrayLength());
    }

    [Fact]
    public async Task A_file_gets_the_zip_or_what_is_in_it()
    {
        string zip = shop.PathTo("calls.zip");
        HlResult saved = (await ReportAsync("--out", zip)).Require(0);
        Assert.Empty(saved.Output);
        Assert.Equal($"Saved {zip}, {new FileInfo(zip).Length:N0} bytes.\n", saved.Error);
        using (ZipArchive archive = ZipFile.OpenRead(zip))
        {
            Assert.Equal("report.csv", Assert.Single(archive.Entries).Name);
        }

        string csv = shop.PathTo("calls.csv");
        HlResult extracted = (await ReportAsync("--out", csv, "--extract")).Require(0);
        Assert.Equal($"Saved {csv}, {new FileInfo(csv).Length:N0} bytes.\n", extracted.Error);
        Assert.StartsWith(Header, await File.ReadAllTextAsync(csv, Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_replaced_only_when_that_is_wanted()
    {
        string file = shop.PathTo("mine.zip");
        await File.WriteAllTextAsync(file, "mine", Cancellation);
        HlResult kept = (await ReportAsync("--out", file)).Require(2);
        Assert.Equal($"error: '{file}' is there already. Add --overwrite, or name another file.\n", kept.Error);
        Assert.Equal("mine", await File.ReadAllTextAsync(file, Cancellation));
        (await ReportAsync("--out", file, "--overwrite")).Require(0);
        Assert.NotEqual("mine", await File.ReadAllTextAsync(file, Cancellation));
    }

    [Theory]
    [InlineData("error: --format wants csv or json.\n", "--format", "xml")]
    [InlineData("error: The report comes in a zip: add --extract to save a .csv file, or name a .zip file.\n", "--out", "calls.csv")]
    [InlineData("error: --extract saves what is in the zip: name a .csv or .json file, or leave --extract out.\n", "--out", "calls.zip", "--extract")]
    [InlineData("error: --timeout wants a length of time such as 60s, 5m or 1h.\n", "--timeout", "soon")]
    [InlineData("error: --timeout wants a time from 1s to 24h.\n", "--timeout", "0s")]
    [InlineData("error: --poll wants a time from 0s to 10m.\n", "--poll", "11m")]
    public async Task Bad_usage_exits_2_before_anything_is_sent(string says, params string[] arguments)
    {
        HlResult result = (await Hl.RunAsync(shop.Environment, "", ["reports", "calls", .. arguments])).Require(2);
        Assert.Empty(result.Output);
        Assert.Equal(says, result.Error);
    }

    [Fact]
    public async Task What_is_refused_is_told_and_leaves_no_file()
    {
        Dictionary<string, string> otherSite = shop.Environment;
        otherSite["HL_SITE_ID"] = "7";
        string folder = Directory.CreateDirectory(shop.PathTo("refused")).FullName;
        string file = Path.Combine(folder, "calls.zip");
        HlResult refused = (await Hl.RunAsync(otherSite, "", "reports", "calls", "--out", file)).Require(4);
        Assert.Contains("subject is site 7, expected 54344", refused.Error, StringComparison.Ordinal);
        using ClosedPort closed = new();
        HlResult unreachable = (await Hl.RunAsync(shop.EnvironmentAt(closed), "", "reports", "calls", "--out", file)).Require(5);
        Assert.Contains("nothing listens there", unreachable.Error, StringComparison.Ordinal);
        long fault = shop.Sandbox.Faults.Add($"POST {Reports} 429 retry-after=1h");
        HlResult limited = (await ReportAsync("--out", file)).Require(1);
        shop.Sandbox.Faults.Remove(fault);
        Assert.Contains("Try again in 3600 s.", limited.Error, StringComparison.Ordinal);
        Assert.All((HlResult[])[refused, unreachable, limited], r => Assert.Equal((0, 1), (r.Output.Length, r.Error.Count(c => c == '\n'))));
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public async Task A_damaged_zip_exits_1_and_prints_nothing()
    {
        long fault = shop.Sandbox.Faults.Add("/files/reports/** truncate=quiet");
        HlResult result = (await ReportAsync()).Require(1);
        shop.Sandbox.Faults.Remove(fault);
        Assert.Empty(result.Output);
        Assert.Matches("^error: The report that came is no zip \\([0-9,]+ bytes\\)\\. Ask for it again\\.\\n$", result.Error);
    }

    [Fact]
    public async Task A_report_that_could_not_be_made_exits_1_and_leaves_no_file()
    {
        string folder = Directory.CreateDirectory(shop.PathTo("failed")).FullName;
        string file = Path.Combine(folder, "calls.zip");
        long fault = shop.Sandbox.Faults.Add("report=failed");
        HlResult saved = await ReportAsync("--out", file);
        HlResult printed = await ReportAsync();
        shop.Sandbox.Faults.Remove(fault);
        Assert.All((HlResult[])[saved, printed], r =>
        {
            Assert.Empty(r.Require(1).Output);
            Assert.Matches("^error: Help Lightning could not make the report [0-9a-f-]{36}\\. Ask for it again\\.\\n$", r.Error);
        });
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public async Task Tidy_calls_of_the_report_are_those_of_the_list_under_the_same_names()
    {
        JsonElement[] reported = Rows((await ReportAsync("--tidy", "--format", "json")).Require(0).Output);
        JsonElement[] listed = Rows((await Hl.RunAsync(shop.Environment, "", "calls", "list", "--all", "-o", "json")).Require(0).Output);
        Assert.NotEmpty(reported);
        Dictionary<string, JsonElement> byId = reported.ToDictionary(row => row.GetProperty("id").GetString()!);
        Assert.Equal(listed.Length, reported.Length);
        foreach (JsonElement call in listed)
        {
            JsonElement same = byId[call.GetProperty("id").GetString()!];
            Assert.All((string[])["started_at", "ended_at", "dialer", "duration", "end_reason"], name => Assert.Equal(Text(call, name), Text(same, name)));
            Assert.All((string[])["participants", "tags", "groups"], name =>
                Assert.Equal(string.Join(", ", call.GetProperty(name).EnumerateArray().Select(e => e.GetString()).Order(StringComparer.Ordinal)), string.Join(", ", Text(same, name).Split(", ").Order(StringComparer.Ordinal))));
        }

        string csv = (await ReportAsync("--tidy")).Require(0).Output;
        Assert.StartsWith("id,started_at,ended_at,dialer,duration,participants,end_reason,tags,groups,comments,workspace,workspace_id\n", csv, StringComparison.Ordinal);
        Assert.Equal(reported.Length + 1, csv.TrimEnd('\n').Split('\n').Length);
        Assert.Contains("--tidy prints on standard output", (await ReportAsync("--tidy", "--out", "x.csv", "--extract")).Require(2).Error, StringComparison.Ordinal);

        static JsonElement[] Rows(string json) => [.. JsonDocument.Parse(json).RootElement.EnumerateArray()];

        static string Text(JsonElement row, string name) => row.GetProperty(name).ToString();
    }

    [Fact]
    public async Task Too_long_is_said_with_the_flag_that_helps()
    {
        // It is never ready, however long this machine takes for the first look.
        shop.Sandbox.Clock.Freeze();
        HlResult result = (await Hl.RunAsync(shop.Environment, "", "reports", "calls", "--timeout", "1s", "--poll", "10m")).Require(1);
        shop.Sandbox.Clock.Reset();
        Assert.Equal("error: The report was not ready within 00:00:01. Give it longer with --timeout.\n", result.Error);
    }

    [Fact]
    public async Task Interrupted_it_leaves_no_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows sends no SIGINT to one process.");
        string folder = Directory.CreateDirectory(shop.PathTo("interrupted")).FullName;
        string file = Path.Combine(folder, "calls.zip");
        long fault = shop.Sandbox.Faults.Add("/files/reports/** delay=5m");
        using System.Diagnostics.Process process = HlProgram.Start(shop.Environment, "reports", "calls", "--out", file, "--poll", "0s");
        Task<string> error = process.StandardError.ReadToEndAsync(Cancellation);
        await Eventually.HoldsAsync(() => Directory.GetFiles(folder, "*.part").Length == 1);
        Signals.Interrupt(process);
        await process.WaitForExitAsync(Cancellation);
        shop.Sandbox.Faults.Remove(fault);
        Assert.Equal((130, "error: Interrupted. No file was written.\n"), (process.ExitCode, await error));
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public async Task The_call_can_be_seen_instead_of_made()
    {
        HlResult result = (await ReportAsync("--curl")).Require(0);
        Assert.Contains(Reports, result.Output, StringComparison.Ordinal);
        Assert.Contains("$(hl token)", result.Output, StringComparison.Ordinal);
    }

    private Task<HlResult> ReportAsync(params string[] arguments) => Hl.RunAsync(shop.Environment, "", ["reports", "calls", "--poll", "1s", .. arguments]);
}

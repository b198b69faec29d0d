using System.Globalization;
using System.Text.RegularExpressions;

namespace HelpLightning.Cli.Tests.Downloads;

/// <summary><c>hl calls download</c>, as a user runs it.</summary>
public sealed class CallDownloadTests(Workshop shop) : IClassFixture<Workshop>
{
    private const string Nothing = """{"fetched":0,"fetched_bytes":0,"skipped":0,"gone":0,"failed":0}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_are_saved_and_a_second_run_skips_them()
    {
        await shop.AddCallAsync("call_two", ("a.txt", 1000), ("../../b.txt", 2000));
        string folder = shop.PathTo("two");
        HlResult first = (await DownloadAsync("call_two", "--out", folder)).Require(0);
        Assert.Equal("""{"fetched":2,"fetched_bytes":3000,"skipped":0,"gone":0,"failed":0}""" + "\n", first.Output);
        Assert.Empty(first.Error);

        // Whatever the ids are: as text, 100 comes before 99.
        Assert.Equal(
            [".attachments.ndjson", "SHA256SUMS", "call_two/ID/_.._.._b.txt", "call_two/ID/a.txt", "manifest.csv"],
            DownloadShop.Files(folder).Select(static file => Regex.Replace(file, "(?<=/)[0-9]+(?=/)", "ID")).Order(StringComparer.Ordinal));
        Assert.Equal("""{"fetched":0,"fetched_bytes":0,"skipped":2,"gone":0,"failed":0}""" + "\n", (await DownloadAsync("call_two", "--out", folder)).Require(0).Output);
    }

    [Fact]
    public async Task A_table_is_for_people_and_csv_for_scripts()
    {
        await shop.AddCallAsync("call_forms", ("a.txt", 1000));
        HlResult table = (await DownloadAsync("call_forms", "--out", shop.PathTo("forms"), "-o", "table")).Require(0);
        Assert.Equal("fetched        1\nfetched_bytes  1000\nskipped        0\ngone           0\nfailed         0\n", table.Output);
        HlResult csv = (await DownloadAsync("call_forms", "--out", shop.PathTo("forms"), "-o", "csv", "--fields", "skipped,failed")).Require(0);
        Assert.Equal("skipped,failed\n1,0\n", csv.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Calls_are_chosen_by_time_and_tag()
    {
        await shop.AddCallAsync("call_chosen", ("a.txt", 1000));
        string since = "2031-01-01";
        Assert.Contains("\"fetched\":1,", (await DownloadAsync("--since", since, "--tag", "call_chosen", "--out", shop.PathTo("chosen"))).Require(0).Output, StringComparison.Ordinal);
        Assert.Equal(Nothing + "\n", (await DownloadAsync("--since", since, "--until", since, "--out", shop.PathTo("none"))).Require(0).Output);
        Assert.Equal([".attachments.ndjson", "SHA256SUMS", "manifest.csv"], DownloadShop.Files(shop.PathTo("none")));
    }

    [Fact]
    public async Task A_call_that_is_not_there_is_named_and_the_others_are_saved()
    {
        await shop.AddCallAsync("call_there", ("a.txt", 1000));
        HlResult result = (await DownloadAsync("call_nowhere", "call_there", "--out", shop.PathTo("nowhere"))).Require(1);
        Assert.Equal("""{"fetched":1,"fetched_bytes":1000,"skipped":0,"gone":0,"failed":1}""" + "\n", result.Output);
        string[] lines = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("error: the attachments of call_nowhere: GET /api/v1r1/enterprise/calls/call_nowhere/attachments was answered with 404", lines[0], StringComparison.Ordinal);

        // Nor will it be there the next time, so nothing is said of that.
        Assert.Single(lines);
    }

    [Fact]
    public async Task What_is_gone_is_counted()
    {
        await shop.Sandbox.LoadScenarioAsync(
            """{"calls": [{"dialer": 1, "receiver": 2, "started_at": "2031-02-28T10:00:00Z", "duration": "5m", "call_id": "call_gone", "files": [{"name": "a.txt", "gone": true}]}]}""", Cancellation);
        HlResult result = (await DownloadAsync("call_gone", "--out", shop.PathTo("gone"))).Require(0);
        Assert.Equal("""{"fetched":0,"fetched_bytes":0,"skipped":0,"gone":1,"failed":0}""" + "\n", result.Output);
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task A_refused_token_exits_4_and_a_refused_API_key_1()
    {
        Dictionary<string, string> otherSite = shop.Environment;
        otherSite["HL_SITE_ID"] = "7";
        HlResult token = (await DownloadAsync(otherSite, "call_x", "--out", shop.PathTo("refused"))).Require(4);
        Assert.Contains("subject is site 7, expected 54344", token.Error, StringComparison.Ordinal);
        Dictionary<string, string> otherApiKey = shop.Environment;
        otherApiKey["HL_API_KEY"] = "not-the-right-one";
        HlResult apiKey = (await DownloadAsync(otherApiKey, "call_x", "--out", shop.PathTo("refused"))).Require(1);
        Assert.Contains("Check the API key", apiKey.Error, StringComparison.Ordinal);
        Assert.All((HlResult[])[token, apiKey], r => Assert.Equal((0, 1), (r.Output.Length, r.Error.Count(c => c == '\n'))));
    }

    [Fact]
    public async Task Too_many_requests_exits_1_and_says_when_to_come_back()
    {
        await shop.AddCallAsync("call_limited", ("a.txt", 1000));
        long fault = shop.Sandbox.Faults.Add("GET /api/v1r1/enterprise/calls/call_limited/** 429 retry-after=1h");
        HlResult result = (await DownloadAsync("call_limited", "--out", shop.PathTo("limited"))).Require(1);
        Assert.Contains("429", result.Error, StringComparison.Ordinal);
        Assert.EndsWith("Try again in 3600 s.\n", result.Error, StringComparison.Ordinal);
        shop.Sandbox.Faults.Remove(fault);
        Assert.Contains("\"fetched\":1,", (await DownloadAsync("call_limited", "--out", shop.PathTo("limited"))).Require(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_there_exits_5()
    {
        using ClosedPort closed = new();
        HlResult result = (await DownloadAsync(shop.EnvironmentAt(closed), "call_x", "--out", shop.PathTo("unreachable"))).Require(5);
        Assert.Empty(result.Output);
        Assert.Matches(new Regex("^error: GET /api/v1r1/enterprise/calls/call_x/attachments had no answer: http://127.0.0.1:[0-9]+ refused the connection: nothing listens there\\.[^\\n]*\\n$"), result.Error);
    }

    [Theory]
    [InlineData("error: Say which calls: CALL_ID, --since TIME, --tag NAME, or --all.\n", "--out", "d")]
    [InlineData("error: Name calls by CALL_ID, or choose them with --since, --until, --tag or --all; not both.\n", "call_x", "--since", "7d", "--out", "d")]
    [InlineData("error: --parallel wants a whole number from 1 to 32.\n", "call_x", "--parallel", "0", "--out", "d")]
    [InlineData("error: --tag wants a name without a comma, which the API takes for the end of it. Choose with --since instead.\n", "--tag", "a,b", "--out", "d")]
    [InlineData("error: --since wants how long ago (30m, 24h, 7d, 2w), a day (2026-11-01) or a time (2026-11-01T08:00Z).\n", "--since", "yesterday", "--out", "d")]
    [InlineData("error: Option '--out' is required.\nSee: hl calls download --help\n", "call_x")]
    public async Task Bad_usage_exits_2_before_anything_is_sent(string says, params string[] arguments)
    {
        HlResult result = (await DownloadAsync(arguments)).Require(2);
        Assert.Empty(result.Output);
        Assert.Equal(says, result.Error);
    }

    [Fact]
    public async Task A_directory_that_is_a_file_exits_3()
    {
        string file = shop.PathTo("a-file");
        await File.WriteAllTextAsync(file, "mine", Cancellation);
        HlResult result = (await DownloadAsync("call_x", "--out", file)).Require(3);
        Assert.Equal($"error: '{file}' is a file, not a directory. Name another one.\n", result.Error);
    }

    [Fact]
    public async Task The_call_can_be_seen_instead_of_made()
    {
        HlResult result = (await DownloadAsync("call_x", "--out", shop.PathTo("curl"), "--curl")).Require(0);
        Assert.Contains("/api/v1r1/enterprise/calls/call_x/attachments", result.Output, StringComparison.Ordinal);
        Assert.Contains("$(hl token)", result.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(shop.PathTo("curl")));
    }

    [Fact]
    public async Task Interrupted_it_says_how_to_go_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows sends no SIGINT to one process.");
        await shop.AddCallAsync("call_long", [.. Enumerable.Range(0, 20).Select(i => (string.Create(CultureInfo.InvariantCulture, $"{i}.bin"), 10_000))]);
        string folder = shop.PathTo("interrupted");
        long fault = shop.Sandbox.Faults.Add("/files/** delay=5m");
        using (System.Diagnostics.Process process = HlProgram.Start(shop.Environment, "calls", "download", "call_long", "--out", folder))
        {
            Task<string> error = process.StandardError.ReadToEndAsync(Cancellation);
            await Eventually.HoldsAsync(() => DownloadShop.Files(folder).Any(f => f.StartsWith("call_long/", StringComparison.Ordinal)));
            Signals.Interrupt(process);
            await process.WaitForExitAsync(Cancellation);
            Assert.Equal((130, "error: Interrupted. What is there is kept: the same command again goes on with it.\n"), (process.ExitCode, await error));
        }

        shop.Sandbox.Faults.Remove(fault);
        (await DownloadAsync("call_long", "--out", folder)).Require(0);
        Assert.Equal(20, (await File.ReadAllLinesAsync(Path.Combine(folder, "SHA256SUMS"), Cancellation)).Length);
        Assert.DoesNotContain(DownloadShop.Files(folder), f => f.EndsWith(".part", StringComparison.Ordinal));
    }

    private Task<HlResult> DownloadAsync(params string[] arguments) => DownloadAsync(shop.Environment, arguments);

    private static Task<HlResult> DownloadAsync(Dictionary<string, string> environment, params string[] arguments) =>
        Hl.RunAsync(environment, "", ["calls", "download", .. arguments]);
}

namespace HelpLightning.Cli.Tests.Overview;

/// <summary>What <c>hl overview</c> reads and writes, and what it says when it cannot.</summary>
public sealed class OverviewFileTests(Workshop shop) : IClassFixture<Workshop>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_that_is_there_is_replaced_only_when_asked_for()
    {
        string path = shop.PathTo("page.html");
        HlResult first = (await RunAsync("overview", "--since", "2026-01-01", "--until", "2026-05-01", "--out", path)).Require(0);
        Assert.Equal("", first.Output);
        Assert.Matches(@"\AWrote .*page\.html: \d+ calls, 1 Jan 2026 to 30 Apr 2026\.\n\z", first.Error);
        string page = await File.ReadAllTextAsync(path, Cancellation);
        _ = new OverviewHtml(page);
        HlResult again = (await RunAsync("overview", "--out", path)).Require(2);
        Assert.Contains("is there already. Add --overwrite", again.Error, StringComparison.Ordinal);
        Assert.Equal(page, await File.ReadAllTextAsync(path, Cancellation));
        (await RunAsync("overview", "--out", path, "--overwrite", "--since", "2025-01-01", "--until", "2026-05-01")).Require(0);
        Assert.NotEqual(page, await File.ReadAllTextAsync(path, Cancellation));
    }

    [Theory]
    [InlineData("Where to?", "overview")]
    [InlineData("--top wants", "overview", "--out", "-", "--top", "0")]
    [InlineData("--names wants", "overview", "--out", "-", "--names", "no")]
    [InlineData("--time-zone wants", "overview", "--out", "-", "--time-zone", "Mars/Olympus")]
    [InlineData("--since wants", "overview", "--out", "-", "--since", "yesterday")]
    [InlineData("--until is not after --since", "overview", "--out", "-", "--since", "2026-02-01", "--until", "2026-02-01")]
    [InlineData("at most 100 years", "overview", "--out", "-", "--since", "1900-01-01")]
    [InlineData("at most 100 years", "overview", "--out", "-", "--since", "0001-01-01", "--until", "0001-01-02")]
    [InlineData("at most 100 years", "overview", "--out", "-", "--since", "9999-12-30", "--until", "9999-12-31")]
    public async Task Bad_usage(string reason, params string[] arguments)
    {
        HlResult result = (await RunAsync(arguments)).Require(2);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.Equal("", result.Output);
    }

    [Theory]
    [InlineData("There is no", "nothing")]
    [InlineData("holds no export", "void/")]
    [InlineData("are encrypted", "locked/hl_export_full_20260101T000000Z.tar.gz.gpg", "locked")]
    [InlineData("is encrypted", "one.tar.gz.gpg", "one.tar.gz.gpg")]
    [InlineData("is no file of an export", "notes.txt", "notes.txt")]
    [InlineData("is not whole", "half/hl_export_full_20260101T000000Z/", "half")]
    [InlineData("has no column time_call_started", "other/calls.csv", "other", "id,name\n1,Ann\n")]
    [InlineData("is no whole CSV table", "short/calls.csv", "short",
        "id,time_call_started,time_call_ended,call_duration,reason_call_ended,dialer_id,receiver_id,receiver_name\ncall_1,1\n")]
    [InlineData("is not as hl export writes it", "pretty/calls.json", "pretty", "[\n{\n\"id\": 1\n}\n]\n")]
    [InlineData("is no database of hl export", "base/helplightning.sqlite", "base", "This is no database, whatever its name says.")]
    public async Task What_is_no_export(string reason, string made, string? from = null, string content = "")
    {
        string path = shop.PathTo(made);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (made != "nothing" && !made.EndsWith('/'))
        {
            await File.WriteAllTextAsync(path, content, Cancellation);
        }

        HlResult result = (await RunAsync("overview", "--out", "-", "--from", shop.PathTo(from ?? made))).Require(3);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.Equal("", result.Output);
    }

    [Fact]
    public async Task Tables_that_do_not_belong_together_are_refused_and_a_missing_one_is_said()
    {
        string export = (await RunAsync("export", "--out", shop.PathTo("apart"))).Require(0).Output.Trim();
        string members = Path.Combine(export, "calls_users.csv");
        string[] rows = await File.ReadAllLinesAsync(members, Cancellation);
        await File.WriteAllLinesAsync(members, rows[1..].Reverse().Prepend(rows[0]), Cancellation);
        Assert.Contains("not in the same order", (await RunAsync("overview", "--out", "-", "--from", export)).Require(3).Error, StringComparison.Ordinal);
        File.Delete(members);
        File.Delete(Path.Combine(export, "pods.csv"));
        OverviewHtml page = new((await RunAsync("overview", "--out", "-", "--from", export, "--since", "2026-01-01", "--until", "2026-05-01")).Require(0).Output);
        Assert.Contains("has no table of who took part", page.Words, StringComparison.Ordinal);
        Assert.Contains("No call counts for a group.", page.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminal_sees_how_many_calls_were_read()
    {
        long fault = shop.Sandbox.Faults.Add("GET /api/v1/enterprise/calls/range delay=600ms");
        using TestHost host = new(shop.Environment) { Width = 80 };
        string[] line = ["overview", "--since", "2024-01-01", "--until", "2026-05-05", "--overwrite", "--out", shop.PathTo("seen.html")];
        HlResult result = (await Hl.RunAsync(host, line)).Require(0);
        shop.Sandbox.Faults.Remove(fault);
        Assert.Matches(@"\r\e\[K\d{3} calls read\r\e\[KWrote ", result.Error);
    }

    private Task<HlResult> RunAsync(params string[] arguments) => Hl.RunAsync(shop.Environment, "", arguments);
}

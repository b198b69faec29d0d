using System.Globalization;
using HelpLightning.Client;
using HelpLightning.Sandbox;

namespace HelpLightning.Export.Tests.Attachments;

/// <summary>What is fetched, what is skipped, what ends a run, and how the next one goes on.</summary>
public sealed class AttachmentDownloadTests : IAsyncLifetime
{
    private const int Big = 3_000_000;

    private readonly DownloadSite _site = new();

    private static CancellationToken Cancellation => DownloadSite.Cancellation;

    private string Folder => _site.PathTo("files");

    public ValueTask InitializeAsync() => _site.InitializeAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task What_is_complete_is_not_asked_for_again()
    {
        await _site.AddCallAsync("call_a", ("a.txt", 0), ("b.txt", 0));
        AttachmentDownloadProgress last = default;
        AttachmentDownloadResult first = await DownloadAsync(["call_a"], told: p => last = p);
        Assert.Equal((2, 0, 0), (first.Fetched, first.Skipped, first.Gone));
        Assert.Equal(new AttachmentDownloadProgress(2, 2, first.FetchedBytes), last);
        _site.Sandbox.Calls.AddAttachment("call_a", SandboxAttachmentKind.Recording);
        int before = FileRequests();
        AttachmentDownloadResult second = await DownloadAsync(["call_a"]);
        Assert.Equal((1, 2, 0), (second.Fetched, second.Skipped, second.Gone));
        Assert.Equal(before + 1, FileRequests());
        AttachmentFolder.RequireSums(Folder);
    }

    [Fact]
    public async Task A_file_that_was_deleted_or_cut_is_fetched_again()
    {
        await _site.AddCallAsync("call_a", ("a.txt", 0), ("b.txt", 0));
        await DownloadAsync(["call_a"]);
        string[] files = AttachmentFolder.Files(Folder);
        byte[] whole = await File.ReadAllBytesAsync(Path.Combine(Folder, files[0]), Cancellation);
        File.Delete(Path.Combine(Folder, files[0]));
        AttachmentDownloadResult again = await DownloadAsync(["call_a"]);
        Assert.Equal((1, 1), (again.Fetched, again.Skipped));
        Assert.Equal(whole, await File.ReadAllBytesAsync(Path.Combine(Folder, files[0]), Cancellation));
    }

    [Fact]
    public async Task What_is_gone_is_no_failure_and_is_looked_for_again()
    {
        await _site.Sandbox.LoadScenarioAsync(
            """
            {"calls": [{"dialer": 1, "receiver": 2, "started_at": "2026-02-28T10:00:00Z", "duration": "5m", "call_id": "call_g",
              "files": [{"name": "old.txt", "gone": true}, {"name": "new.txt"}]}]}
            """, Cancellation);
        for (int run = 1; run <= 2; run++)
        {
            AttachmentDownloadResult result = await DownloadAsync(["call_g"]);
            Assert.Equal((run == 1 ? 1 : 0, run == 1 ? 0 : 1, 1), (result.Fetched, result.Skipped, result.Gone));
            Assert.Empty(result.Failures);
            Assert.EndsWith("/new.txt", Assert.Single(AttachmentFolder.Files(Folder)), StringComparison.Ordinal);
        }

        string[] lines = await File.ReadAllLinesAsync(Path.Combine(Folder, "manifest.csv"), Cancellation);
        Assert.Contains(",old.txt,gone,,,,20", lines[1], StringComparison.Ordinal);
        Assert.Contains("There is no file for attachment", lines[1], StringComparison.Ordinal);
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(Folder, "SHA256SUMS"), Cancellation));
    }

    [Fact]
    public async Task A_call_that_is_not_there_is_a_failure_and_the_others_are_fetched()
    {
        await _site.AddCallAsync("call_a", ("a.txt", 0));
        AttachmentDownloadResult result = await DownloadAsync(["call_none", "call_a"]);
        Assert.Equal(1, result.Fetched);
        AttachmentDownloadFailure failure = Assert.Single(result.Failures);
        Assert.Equal(("call_none", null), (failure.CallId.Value, failure.AttachmentId));
        Assert.IsType<HelpLightningNotFoundException>(failure.Error);
    }

    [Fact]
    public async Task A_run_that_was_ended_in_the_middle_of_a_file_is_gone_on_with()
    {
        await _site.AddCallAsync("call_a", ("big.mp4", Big));
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DownloadAsync(["call_a"], told: p => EndAfter(p, stop), cancellation: stop.Token));
        Assert.EndsWith("/big.mp4.part", Assert.Single(AttachmentFolder.Files(Folder)), StringComparison.Ordinal);

        // A crash can also cut the last line of the log.
        await File.AppendAllTextAsync(Path.Combine(Folder, ".attachments.ndjson"), "{\"call_id\":\"ca", Cancellation);
        long received = 0;
        AttachmentDownloadResult result = await DownloadAsync(["call_a"], told: p => received = p.BytesReceived);
        Assert.Equal((1, Big), (result.Fetched, result.FetchedBytes));
        Assert.InRange(received, 1, Big - 1);
        Assert.Contains(_site.Sandbox.Requests.List(), r => r.Status == 206);
        await AttachmentFolder.RequireContentAsync(_site.Client, Folder, "call_a");
    }

    [Fact]
    public async Task A_run_that_ended_before_a_whole_file_had_its_name_is_gone_on_with()
    {
        await _site.AddCallAsync("call_a", ("a.mp4", 100_000));
        await DownloadAsync(["call_a"]);
        string file = Path.Combine(Folder, Assert.Single(AttachmentFolder.Files(Folder)));
        File.Move(file, file + ".part");
        AttachmentDownloadResult result = await DownloadAsync(["call_a"]);
        Assert.Equal(1, result.Fetched);
        Assert.Equal(416, _site.Sandbox.Requests.List()[^1].Status);
        await AttachmentFolder.RequireContentAsync(_site.Client, Folder, "call_a");
    }

    [Fact]
    public async Task Addresses_that_ended_while_they_waited_are_asked_for_anew()
    {
        await _site.AddCallAsync("call_a", [.. Enumerable.Range(0, 10).Select(i => ($"{i}.txt", 0))]);
        bool hasMoved = false;
        AttachmentDownloadResult result = await DownloadAsync(["call_a"], parallelism: 1, told: p =>
        {
            if (p.FilesFound == 10 && !hasMoved)
            {
                hasMoved = true;
                _site.Sandbox.Clock.Advance(TimeSpan.FromHours(2));
            }
        });
        Assert.Equal((10, 0), (result.Fetched, result.Gone));
        Assert.Contains(_site.Sandbox.Requests.List(), r => r.Status == 403 && r.Path.StartsWith("/files/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_a_third_of_the_requests_failing_everything_arrives()
    {
        string[] calls = [.. Enumerable.Range(0, 6).Select(i => string.Create(CultureInfo.InvariantCulture, $"call_{i}"))];
        foreach (string call in calls)
        {
            await _site.AddCallAsync(call, [.. Enumerable.Range(0, 5).Select(i => ($"{call} {i}.mp4", 50_000 * i))]);
        }

        foreach (string fault in (string[])["/files/** reset=body p=0.15", "/files/** truncate p=0.1", "/files/** 503 p=0.1", "/api/** reset p=0.1", "/api/** 500 p=0.1", "/api/** truncate p=0.1"])
        {
            _site.Sandbox.Faults.Add(fault);
        }

        AttachmentDownloadResult result = await DownloadAsync(calls);
        Assert.Empty(result.Failures);
        Assert.Equal(30, result.Fetched);
        Assert.True(_site.Sandbox.Requests.List().Count(r => r.Fault is not null) > 5);
        _site.Sandbox.Faults.Clear();
        AttachmentFolder.RequireSums(Folder);
        foreach (string call in calls)
        {
            await AttachmentFolder.RequireContentAsync(_site.Client, Folder, call);
        }
    }

    [Fact]
    public async Task A_file_that_fails_for_good_is_told_and_the_others_are_fetched()
    {
        await _site.AddCallAsync("call_a", ("a.txt", 0), ("b.txt", 0));
        Attachment attachment = (await _site.Client.Attachments.ListAsync(new CallId("call_a"), Cancellation))[0];
        _site.Sandbox.Faults.Add($"/files/attachments/{attachment.Uuid}/** 429 retry-after=1h");
        AttachmentDownloadResult result = await DownloadAsync(["call_a"]);
        Assert.Equal(1, result.Fetched);
        AttachmentDownloadFailure failure = Assert.Single(result.Failures);
        Assert.Equal(attachment.Id, failure.AttachmentId);
        Assert.IsType<HelpLightningRateLimitedException>(failure.Error);
        _site.Sandbox.Faults.Clear();
        Assert.Equal(1, (await DownloadAsync(["call_a"])).Fetched);
        AttachmentFolder.RequireSums(Folder);
    }

    /// <summary>The client alone would wait for half a minute.</summary>
    [Theory]
    [InlineData("429 retry-after=45")]
    [InlineData("503 retry-after=60")]
    public async Task A_file_server_that_asks_for_up_to_a_minute_gets_it(string fault)
    {
        await _site.AddCallAsync("call_a", ("a.txt", 0));
        _site.Sandbox.Faults.Add($"/files/** {fault} next=2");
        EagerClock clock = new(DateTimeOffset.UnixEpoch);
        AttachmentDownloadResult result = await DownloadAsync(["call_a"], clock: clock);
        Assert.Equal((1, 0), (result.Fetched, result.Failures.Count));
        Assert.Equal(Enumerable.Repeat(fault.Split('=')[1], 2), clock.Waits.Select(w => w.TotalSeconds.ToString(CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("429 retry-after=61")]
    [InlineData("503 retry-after=61")]
    public async Task One_that_asks_for_more_has_failed_and_says_for_how_long(string fault)
    {
        await _site.AddCallAsync("call_a", ("a.txt", 0));
        _site.Sandbox.Faults.Add($"/files/** {fault}");
        EagerClock clock = new(DateTimeOffset.UnixEpoch);
        AttachmentDownloadResult result = await DownloadAsync(["call_a"], clock: clock);
        Assert.EndsWith("Try again in 61 s.", Assert.Single(result.Failures).Error.Message, StringComparison.Ordinal);
        Assert.Empty(clock.Waits);
        Assert.Equal(1, FileRequests());
    }

    [Fact]
    public async Task One_run_at_a_time()
    {
        await _site.AddCallAsync("call_a", ("a.txt", 0));
        string refusal = "";
        AttachmentDownloadResult first = await new AttachmentDownload(_site.Client, Folder, new AttachmentDownloadOptions()).RunAsync(WhileItRunsAsync(), cancellationToken: Cancellation);
        Assert.Equal(1, first.Fetched);
        Assert.Equal($"Another download into '{Folder}' is running. Wait until it is done, or name another directory.", refusal);

        async IAsyncEnumerable<CallId> WhileItRunsAsync()
        {
            refusal = (await Assert.ThrowsAsync<IOException>(() => DownloadAsync(["call_a"]))).Message;
            yield return new CallId("call_a");
        }
    }

    [Fact]
    public async Task A_folder_that_is_a_file_is_refused()
    {
        await File.WriteAllTextAsync(Folder, "mine", Cancellation);
        IOException e = await Assert.ThrowsAsync<IOException>(() => DownloadAsync(["call_a"]));
        Assert.Equal($"'{Folder}' is a file, not a directory. Name another one.", e.Message);
        Assert.Equal("mine", await File.ReadAllTextAsync(Folder, Cancellation));
    }

    [Fact]
    public async Task A_refusal_of_the_API_ends_the_run()
    {
        using HelpLightningClient stranger = _site.ClientOf(7);
        await Assert.ThrowsAsync<HelpLightningAuthenticationException>(() => AttachmentFolder.DownloadAsync(stranger, Folder, ["call_a", "call_b"]));
    }

    [Fact]
    public async Task Nothing_to_fetch_leaves_empty_lists()
    {
        AttachmentDownloadResult result = await DownloadAsync([]);
        Assert.Equal((0, 0, 0), (result.Fetched, result.Skipped, result.Gone));
        Assert.Empty(await File.ReadAllTextAsync(Path.Combine(Folder, "SHA256SUMS"), Cancellation));
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(Folder, "manifest.csv"), Cancellation));
    }

    private static void EndAfter(AttachmentDownloadProgress progress, CancellationTokenSource stop)
    {
        if (progress.BytesReceived is > 0 and < Big)
        {
            stop.Cancel();
        }
    }

    private int FileRequests() => _site.Sandbox.Requests.List().Count(r => r.Path.StartsWith("/files/", StringComparison.Ordinal));

    private Task<AttachmentDownloadResult> DownloadAsync(
        IEnumerable<string> calls, int parallelism = 4, Action<AttachmentDownloadProgress>? told = null, CancellationToken? cancellation = null, TimeProvider? clock = null) =>
        AttachmentFolder.DownloadAsync(_site.Client, Folder, calls, parallelism, told, cancellation, clock);
}

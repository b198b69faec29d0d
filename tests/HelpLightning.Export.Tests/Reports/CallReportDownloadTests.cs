using HelpLightning.Client;

namespace HelpLightning.Export.Tests.Reports;

/// <summary>The report as a file: checked, whole or not there, and over nothing.</summary>
public sealed class CallReportDownloadTests : IAsyncLifetime
{
    private const string Header = "id,started_at,ended_at,tags,comments,groups,participants,dialer,status,duration,workspace,workspace_id";

    private static readonly ReportRunOptions Soon = new() { PollInterval = TimeSpan.Zero };

    /// <summary>A report is ready when the sandbox's clock has moved by as much.</summary>
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly DownloadSite _site = new() { ReportTime = Hour };

    private static CancellationToken Cancellation => DownloadSite.Cancellation;

    public async ValueTask InitializeAsync() => await _site.InitializeAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task The_zip_is_saved_as_it_came()
    {
        List<string?> told = [];
        long bytes = await SaveAsync("report.zip", new CallReportDownloadOptions { Run = Soon }, p =>
        {
            told.Add(p.Status);
            MakeReady(p);
        });
        Assert.Equal(["report.zip"], Files());
        Assert.Equal(bytes, new FileInfo(_site.PathTo("report.zip")).Length);
        await using FileStream zip = File.OpenRead(_site.PathTo("report.zip"));
        Assert.Equal(300, CallReportReader.ReadZip(zip).Count());
        Assert.Equal(["processing", "complete", "downloading"], told.Distinct());
    }

    [Fact]
    public async Task The_table_in_it_is_saved_when_that_is_wanted()
    {
        long bytes = await SaveAsync("report.csv", new CallReportDownloadOptions { Extract = true, Run = Soon });
        Assert.Equal(["report.csv"], Files());
        string text = await File.ReadAllTextAsync(_site.PathTo("report.csv"), Cancellation);
        Assert.Equal(bytes, new FileInfo(_site.PathTo("report.csv")).Length);
        Assert.StartsWith(Header + "\r\n", text, StringComparison.Ordinal);
        Assert.Equal(300, CallReportReader.Read(new StringReader(text)).Count());
    }

    [Fact]
    public async Task It_goes_into_a_stream_too()
    {
        using MemoryStream json = new();
        CallReportDownloadOptions options = new() { Format = ReportFormat.Json, Extract = true, Run = Soon };
        CallReportDownloadResult result =
            await new CallReportDownload(_site.Client, json, options).RunAsync(new Tell<ReportProgress>(MakeReady), Cancellation);
        Assert.Equal(new CallReportDownloadResult { Path = null, Bytes = json.Length }, result);
        using System.Text.Json.JsonDocument document = System.Text.Json.JsonDocument.Parse(json.ToArray());
        Assert.Equal(300, document.RootElement.GetArrayLength());
    }

    [Fact]
    public async Task The_zip_goes_into_a_stream_when_nothing_is_to_be_extracted()
    {
        using MemoryStream zip = new();
        CallReportDownload download = new(_site.Client, zip, new CallReportDownloadOptions { Run = Soon });
        CallReportDownloadResult result = await download.RunAsync(new Tell<ReportProgress>(MakeReady), Cancellation);
        Assert.Equal(zip.Length, result.Bytes);
        Assert.Equal(300, CallReportReader.ReadZip(zip).Count());
    }

    [Fact]
    public async Task A_file_that_is_there_is_kept_unless_it_may_be_overwritten()
    {
        await File.WriteAllTextAsync(_site.PathTo("r.zip"), "mine", Cancellation);
        IOException e = await Assert.ThrowsAsync<IOException>(() => SaveAsync("r.zip"));
        Assert.Equal($"'{_site.PathTo("r.zip")}' is there already. Name another file, or overwrite it.", e.Message);
        Assert.Empty(_site.Sandbox.Requests.List());
        Assert.Equal("mine", await File.ReadAllTextAsync(_site.PathTo("r.zip"), Cancellation));
        await SaveAsync("r.zip", new CallReportDownloadOptions { Overwrite = true, Run = Soon });
        Assert.Equal("PK"u8.ToArray(), (await File.ReadAllBytesAsync(_site.PathTo("r.zip"), Cancellation))[..2]);
        Assert.Equal(["r.zip"], Files());
    }

    [Fact]
    public async Task A_file_that_appears_meanwhile_is_kept()
    {
        bool isWritten = false;
        await Assert.ThrowsAsync<IOException>(() => SaveAsync("r.zip", new CallReportDownloadOptions { Run = Soon }, p =>
        {
            MakeReady(p);
            if (!isWritten)
            {
                isWritten = true;
                File.WriteAllText(_site.PathTo("r.zip"), "theirs");
            }
        }));
        Assert.Equal("theirs", await File.ReadAllTextAsync(_site.PathTo("r.zip"), Cancellation));
        Assert.Equal(["r.zip"], Files());
    }

    [Theory]
    [InlineData("no/such/r.zip", "There is no directory")]
    [InlineData(".", "is a directory")]
    public async Task A_place_that_is_none_is_refused_before_anything_is_asked(string path, string says)
    {
        IOException e = await Assert.ThrowsAnyAsync<IOException>(() => SaveAsync(path));
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
        Assert.Empty(_site.Sandbox.Requests.List());
    }

    [Theory]
    [InlineData("/files/** reset=body", typeof(HelpLightningUnreachableException))]
    [InlineData("/files/** truncate=quiet", typeof(InvalidDataException))]
    [InlineData("GET /api/v1r1/enterprise/reports/** 503", typeof(HelpLightningApiException))]
    [InlineData("/files/** 429 retry-after=1h", typeof(HelpLightningRateLimitedException))]
    public async Task What_fails_leaves_nothing_behind(string fault, Type type)
    {
        _site.Sandbox.Faults.Add(fault);
        foreach (bool extract in (bool[])[false, true])
        {
            await Assert.ThrowsAsync(type, () => SaveAsync("r", new CallReportDownloadOptions { Extract = extract, Run = Soon }));
            Assert.Empty(Files());
        }
    }

    [Fact]
    public async Task A_download_that_breaks_off_goes_on()
    {
        _site.Sandbox.Faults.Add("/files/** reset=body next=2");
        _site.Sandbox.Faults.Add("/files/** truncate next=1");
        await SaveAsync("r.csv", new CallReportDownloadOptions { Extract = true, Run = Soon });
        Assert.Equal(301, (await File.ReadAllLinesAsync(_site.PathTo("r.csv"), Cancellation)).Length);
    }

    [Fact]
    public async Task Interrupted_it_leaves_nothing_behind()
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        CallReportDownload download = new(_site.Client, _site.PathTo("r.zip"), new CallReportDownloadOptions { Run = Soon });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => download.RunAsync(new Tell<ReportProgress>(p => StopIn(p, stop)), stop.Token));
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Too_long_is_said()
    {
        ReportRunOptions impatient = new() { TimeLimit = TimeSpan.FromSeconds(1), PollInterval = TimeSpan.FromSeconds(30) };
        HelpLightningReportException e = await Assert.ThrowsAsync<HelpLightningReportException>(
            () => SaveAsync("r.zip", new CallReportDownloadOptions { Run = impatient }, _ => { }));
        Assert.Contains("was not complete within", e.Message, StringComparison.Ordinal);
        Assert.Empty(Files());
    }

    private void StopIn(ReportProgress progress, CancellationTokenSource stop)
    {
        MakeReady(progress);
        if (progress.Download is not null)
        {
            stop.Cancel();
        }
    }

    private string[] Files() => [.. Directory.GetFileSystemEntries(_site.Folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    private async Task<long> SaveAsync(string name, CallReportDownloadOptions? options = null, Action<ReportProgress>? told = null)
    {
        CallReportDownload download = new(_site.Client, _site.PathTo(name), options ?? new CallReportDownloadOptions());
        CallReportDownloadResult result = await download.RunAsync(new Tell<ReportProgress>(told ?? MakeReady), Cancellation);
        Assert.Equal(_site.PathTo(name), result.Path);
        return result.Bytes;
    }

    private void MakeReady(ReportProgress progress)
    {
        if (progress.Status == "processing")
        {
            _site.Sandbox.Clock.Advance(Hour);
        }
    }
}

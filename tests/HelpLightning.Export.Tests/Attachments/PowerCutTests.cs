using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using HelpLightning.Client;

namespace HelpLightning.Export.Tests.Attachments;

/// <summary>
/// After a loss of power a part can have its length, but zeros or old bytes where what was received last never reached the disk. What is
/// not known to be safe is fetched again.
/// </summary>
public sealed class PowerCutTests : IAsyncLifetime
{
    /// <summary>More than what may be unsafe.</summary>
    private const int Big = 20_000_000;

    private readonly DownloadSite _site = new();

    private string Folder => _site.PathTo("files");

    private string Log => Path.Combine(Folder, ".attachments.ndjson");

    private string Part => Path.Combine(Folder, Assert.Single(AttachmentFolder.Files(Folder)));

    public async ValueTask InitializeAsync()
    {
        await _site.InitializeAsync();
        await _site.AddCallAsync("call_a", ("big.mp4", Big));
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Theory]
    [InlineData("zeros")]
    [InlineData("garbage")]
    [InlineData("zeros beyond its end")]
    [InlineData("cut")]
    [InlineData("gone")]
    public async Task A_damaged_tail_is_fetched_again(string damage)
    {
        await EndAsync(after: Big * 9 / 10);
        long safe = SafeBytes();
        Assert.InRange(safe, 1, new FileInfo(Part).Length - 1);
        Damage(safe, damage);
        await FinishAsync(mostReceived: damage is "cut" or "gone" ? Big : Big - safe);
    }

    [Fact]
    public async Task A_part_of_which_nothing_is_known_to_be_safe_is_fetched_anew()
    {
        await EndAsync(after: 1);
        Assert.Equal(0, SafeBytes());
        Damage(0, "garbage");
        await FinishAsync(Big);
    }

    /// <summary>The lines that were written last are lost as well: an older one tells of less.</summary>
    [Fact]
    public async Task A_log_that_lost_its_end_is_believed_as_far_as_it_goes()
    {
        await EndAsync(after: Big * 9 / 10);
        string[] lines = await File.ReadAllLinesAsync(Log, DownloadSite.Cancellation);
        await File.WriteAllTextAsync(Log, string.Join('\n', lines[..^1]) + "\n" + new string('\0', lines[^1].Length) + "\n", DownloadSite.Cancellation);
        Damage(SafeBytes(), "garbage");
        await FinishAsync(Big);
    }

    /// <summary>Who ends a run in an orderly way has all of it flushed.</summary>
    [Fact]
    public async Task After_an_interruption_all_that_came_is_safe()
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(DownloadSite.Cancellation);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AttachmentFolder.DownloadAsync(_site.Client, Folder, ["call_a"], told: p =>
        {
            if (p.BytesReceived > 0)
            {
                stop.Cancel();
            }
        }, cancellation: stop.Token));
        Assert.Equal(new FileInfo(Part).Length, SafeBytes());
        Damage(SafeBytes(), "zeros beyond its end");
        await FinishAsync(Big - SafeBytes());
    }

    [Fact]
    public async Task Of_a_part_that_was_deleted_less_is_known()
    {
        await EndAsync(after: Big * 9 / 10);
        File.Delete(Part);
        await DamageWhatComesNowAsync("garbage");
        await FinishAsync(Big);
    }

    [Fact]
    public async Task Of_a_whole_file_that_was_deleted_nothing_is_known()
    {
        await FinishAsync(Big);
        File.Delete(Part);
        await DamageWhatComesNowAsync("zeros");
        await FinishAsync(Big);
    }

    [Fact]
    public async Task Of_a_file_that_was_gone_for_a_time_nothing_is_known()
    {
        await EndAsync(after: Big * 9 / 10);
        using (HelpLightningClient client = _site.ClientOf(_site.Sandbox.SiteId.Value, new WithoutFiles()))
        {
            AttachmentDownloadResult result = await AttachmentFolder.DownloadAsync(client, Folder, ["call_a"]);
            Assert.Equal((0, 1, 0), (result.Fetched, result.Gone, result.Failures.Count));
        }

        Assert.Empty(AttachmentFolder.Files(Folder));
        string gone = File.ReadLines(Log).Last();
        Assert.DoesNotContain("etag", gone, StringComparison.Ordinal);
        Assert.DoesNotContain("safe_bytes", gone, StringComparison.Ordinal);
        await DamageWhatComesNowAsync("garbage");
        await FinishAsync(Big);
    }

    [Fact]
    public async Task After_a_full_disk_all_that_came_is_safe()
    {
        IOException full = new("No space left on device", 28);
        IOException told = await Assert.ThrowsAsync<IOException>(() => AttachmentFolder.DownloadAsync(
            _site.Client, Folder, ["call_a"], told: p => _ = p.BytesReceived > Big / 2 ? throw full : p));
        Assert.Equal("No space left on device. Make room: what is there stays, and the next attempt goes on with it.", told.Message);
        Assert.Equal(new FileInfo(Part).Length, SafeBytes());
        await FinishAsync(Big - SafeBytes());
    }

    /// <summary>Why the run ended is told, and not that the disk failed once more.</summary>
    [Fact]
    public void What_cannot_be_made_safe_is_left()
    {
        Directory.CreateDirectory(Folder);
        using AttachmentLog log = AttachmentLog.Open(Folder);
        AttachmentEntry entry = new("call_a", 1, "big.mp4", AttachmentState.Begun, DateTimeOffset.UnixEpoch);
        using FailingDisk disk = new(Path.Combine(Folder, "part"));
        AttachmentPart part = AttachmentPart.GoOn(log, entry, null, disk, _ => { }, TimeProvider.System);
        disk.Write(new byte[1000]);
        part.Report(new DownloadProgress(1000, Big) { EntityTag = "\"a\"" });
        part.TryMakeSafe();
        Assert.True(disk.WasAsked);
        Assert.Equal(0, log.Find("call_a", 1)!.TrustedBytes);
    }

    /// <summary>A second power cut, with less there than there once was.</summary>
    private async Task DamageWhatComesNowAsync(string damage)
    {
        await EndAsync(after: 8_000_000);
        Damage(4_000_000, damage);
    }

    /// <summary>As a kill would: nothing is tidied up.</summary>
    private Task<PowerCut> EndAsync(long after) => Assert.ThrowsAsync<PowerCut>(() => AttachmentFolder.DownloadAsync(_site.Client, Folder, ["call_a"], told: p =>
    {
        if (p.BytesReceived >= after)
        {
            throw new PowerCut();
        }
    }));

    private long SafeBytes()
    {
        long safe = 0;
        foreach (string line in File.ReadLines(Log).Where(l => l.StartsWith('{')))
        {
            using JsonDocument entry = JsonDocument.Parse(line);
            safe = entry.RootElement.TryGetProperty("safe_bytes", out JsonElement bytes) ? bytes.GetInt64() : 0;
        }

        return safe;
    }

    private void Damage(long safe, string how)
    {
        if (how == "gone")
        {
            File.Delete(Part);
            return;
        }

        using FileStream part = new(Part, FileMode.Open);
        if (how == "cut")
        {
            part.SetLength(safe / 2);
            return;
        }

        byte[] junk = new byte[how == "zeros beyond its end" ? 1_000_000 : part.Length - safe];
        if (how == "garbage")
        {
            RandomNumberGenerator.Fill(junk);
        }

        part.Position = how == "zeros beyond its end" ? part.Length : safe;
        part.Write(junk);
    }

    private async Task FinishAsync(long mostReceived)
    {
        long received = 0;
        AttachmentDownloadResult result = await AttachmentFolder.DownloadAsync(_site.Client, Folder, ["call_a"], told: p => received = p.BytesReceived);
        Assert.Equal((1, Big), (result.Fetched, result.FetchedBytes));
        Assert.InRange(received, 1, mostReceived);
        await AttachmentFolder.RequireContentAsync(_site.Client, Folder, "call_a");
        AttachmentFolder.RequireSums(Folder);
    }

    private sealed class PowerCut : Exception;

    /// <summary>The site's retention has deleted all files.</summary>
    private sealed class WithoutFiles() : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.RequestUri!.AbsolutePath.StartsWith("/files/", StringComparison.Ordinal)
                ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound))
                : base.SendAsync(request, cancellationToken);
    }

    private sealed class FailingDisk(string path) : FileStream(path, FileMode.CreateNew)
    {
        public bool WasAsked { get; private set; }

        public override void Flush(bool flushToDisk)
        {
            WasAsked |= flushToDisk;
            throw new IOException("The disk failed.");
        }
    }
}

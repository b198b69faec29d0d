using HelpLightning.Client;
using Microsoft.Extensions.Time.Testing;

namespace HelpLightning.Export.Tests.Attachments;

/// <summary>A folder that stays open, and archives that are no folder.</summary>
public sealed class AttachmentArchiveTests : IAsyncLifetime
{
    private const int Big = 3_000_000;

    private readonly DownloadSite _site = new();

    private static CancellationToken Cancellation => DownloadSite.Cancellation;

    private string Folder => _site.PathTo("files");

    public ValueTask InitializeAsync() => _site.InitializeAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Two_who_want_the_same_file_at_once_get_it_once()
    {
        AttachmentSource source = await SourceAsync(("big.mp4", Big));
        using (AttachmentArchive archive = new(Folder, new AttachmentArchiveOptions()))
        {
            Assert.False(await archive.ContainsAsync(source.Key, Cancellation));
            StoredAttachment[] stored = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => archive.StoreAsync(source, Cancellation)));
            Assert.All(stored, s => Assert.Equal(Big, s.Bytes));
            Assert.Single(stored, s => s.IsNew);
            Assert.True(await archive.ContainsAsync(source.Key, Cancellation));
        }

        Assert.Equal(1, FileRequests());
        await AttachmentFolder.RequireContentAsync(_site.Client, Folder, "call_a");
        AttachmentFolder.RequireSums(Folder);
    }

    [Fact]
    public async Task The_lists_follow_the_changes_once_for_many()
    {
        AttachmentSource source = await SourceAsync(("a.txt", 0), ("b.txt", 0));
        FakeTimeProvider clock = new(DateTimeOffset.UnixEpoch);
        using AttachmentArchive archive = new(Folder, new AttachmentArchiveOptions { TimeProvider = clock, ManifestDelay = TimeSpan.FromSeconds(5) });
        await archive.StoreAsync(source, Cancellation);
        clock.Advance(TimeSpan.FromSeconds(4));
        string sums = Path.Combine(Folder, "SHA256SUMS");
        Assert.False(File.Exists(sums));
        clock.Advance(TimeSpan.FromSeconds(1));
        AttachmentFolder.RequireSums(Folder);

        await archive.StoreAsync(await SourceOfAsync(1), Cancellation);
        Assert.Single(await File.ReadAllLinesAsync(sums, Cancellation));
        clock.Advance(TimeSpan.FromSeconds(5));
        AttachmentFolder.RequireSums(Folder);
    }

    [Fact]
    public async Task Lists_that_could_not_be_written_are_written_later()
    {
        AttachmentSource source = await SourceAsync(("a.txt", 0));
        FakeTimeProvider clock = new(DateTimeOffset.UnixEpoch);
        using AttachmentArchive archive = new(Folder, new AttachmentArchiveOptions { TimeProvider = clock });
        await archive.StoreAsync(source, Cancellation);
        string manifest = Path.Combine(Folder, "manifest.csv");
        Directory.CreateDirectory(manifest);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.ThrowsAny<SystemException>(archive.WriteManifest);
        Directory.Delete(manifest);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, (await File.ReadAllLinesAsync(manifest, Cancellation)).Length);
    }

    [Fact]
    public async Task A_download_of_many_calls_shares_it_and_a_stranger_waits()
    {
        AttachmentSource source = await SourceAsync(("a.txt", 0), ("b.txt", 0));
        using (AttachmentArchive archive = new(Folder, new AttachmentArchiveOptions()))
        {
            await archive.StoreAsync(source, Cancellation);
            AttachmentDownloadResult result = await new AttachmentDownload(_site.Client, archive, new AttachmentDownloadOptions())
                .RunAsync(new[] { new CallId("call_a") }.ToAsyncEnumerable(), cancellationToken: Cancellation);
            Assert.Equal((1, 1), (result.Fetched, result.Skipped));

            using AttachmentArchive stranger = new(Folder, new AttachmentArchiveOptions());
            IOException refused = Assert.Throws<IOException>(stranger.Open);
            Assert.Equal($"Another download into '{Folder}' is running. Wait until it is done, or name another directory.", refused.Message);
            archive.Dispose();
            stranger.Open();
            Assert.True(await stranger.ContainsAsync(source.Key, Cancellation));
            await Assert.ThrowsAsync<ObjectDisposedException>(() => archive.StoreAsync(source, Cancellation));
        }

        AttachmentFolder.RequireSums(Folder);
    }

    [Fact]
    public async Task What_is_not_there_is_an_error_and_a_line_of_the_manifest()
    {
        AttachmentSource source = await SourceAsync(("a.txt", 0));
        using HelpLightningClient client = _site.ClientOf(_site.Sandbox.SiteId.Value, new NoAnswer());
        using AttachmentArchive archive = new(Folder, new AttachmentArchiveOptions());
        await Assert.ThrowsAsync<HelpLightningNotFoundException>(() => archive.StoreAsync(new AttachmentSource(client, source.Attachment), Cancellation));
        archive.WriteManifest();
        Assert.Contains(",a.txt,gone,", await File.ReadAllTextAsync(Path.Combine(Folder, "manifest.csv"), Cancellation), StringComparison.Ordinal);
        Assert.True((await archive.StoreAsync(source, Cancellation)).IsNew);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(Big)]
    public async Task A_stream_brings_all_and_tells_its_length_before(int size)
    {
        AttachmentSource source = await SourceAsync(("a.mp4", size));
        _site.Sandbox.Faults.Add("/files/** reset=body next=1");
        await using AttachmentContent content = await source.OpenAsync(Cancellation);
        using MemoryStream read = new();
        await content.Stream.CopyToAsync(read, Cancellation);
        Assert.Equal((read.Length, read.Length), (content.Length, content.BytesReceived));
        using MemoryStream expected = new();
        await _site.Client.Attachments.DownloadAsync(source.Attachment, expected, null, Cancellation);
        Assert.Equal(expected.ToArray(), read.ToArray());
    }

    [Fact]
    public async Task A_stream_that_breaks_off_does_not_end()
    {
        AttachmentSource source = await SourceAsync(("a.mp4", Big));
        _site.Sandbox.Faults.Add("/files/** truncate next=1");
        _site.Sandbox.Faults.Add("/files/** 503");
        await using AttachmentContent content = await source.OpenAsync(Cancellation);
        await Assert.ThrowsAsync<HelpLightningUnreachableException>(() => content.Stream.CopyToAsync(Stream.Null, Cancellation));
        Assert.Equal(Big, content.Length);
        Assert.InRange(content.BytesReceived, 1, Big - 1);
    }

    [Fact]
    public async Task A_stream_that_nobody_reads_to_its_end_is_let_go()
    {
        AttachmentSource source = await SourceAsync(("a.mp4", Big));
        AttachmentContent content = await source.OpenAsync(Cancellation);
        Assert.Equal(1, await content.Stream.ReadAsync(new byte[1], Cancellation));
        await content.DisposeAsync();
        await content.DisposeAsync();
        Assert.InRange(content.BytesReceived, 1, Big - 1);
        using CancellationTokenSource ended = new();
        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => source.OpenAsync(ended.Token));
    }

    /// <summary>Each attachment that an archive of somebody's own refuses is told; another exception of it ends the run.</summary>
    [Fact]
    public async Task An_archive_of_ones_own_may_refuse_one_and_the_others_are_kept()
    {
        await SourceAsync(("a.txt", 0), ("b.txt", 0), ("c.txt", 0));
        Shelf shelf = new(name => name == "b.txt" ? throw new ExportException("No b here.") : name);
        AttachmentDownloadResult result = await RunAsync(shelf);
        Assert.Equal((2, 0), (result.Fetched, result.Skipped));
        Assert.Equal("No b here.", Assert.Single(result.Failures).Error.Message);
        Assert.Equal(["a.txt", "c.txt"], shelf.Names.Order(StringComparer.Ordinal));
        Assert.Equal(2, (await RunAsync(shelf)).Skipped);
        await Assert.ThrowsAsync<IOException>(() => RunAsync(new Shelf(_ => throw new IOException("The shelf fell."))));

        Task<AttachmentDownloadResult> RunAsync(IAttachmentArchive archive) => new AttachmentDownload(_site.Client, archive, new AttachmentDownloadOptions())
            .RunAsync(new[] { new CallId("call_a") }.ToAsyncEnumerable(), cancellationToken: Cancellation);
    }

    [Fact]
    public void A_source_has_to_know_its_call()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => new AttachmentSource(_site.Client, new Attachment { Id = 1 }));
        Assert.Contains("CallId", e.Message, StringComparison.Ordinal);
        AttachmentSource source = new(_site.Client, new Attachment { Id = 1, CallId = new CallId("../call"), Name = "../../x" });
        Assert.Matches("^_.._?call-[0-9a-f]{8}/1$|^[^/.][^/]*/1$", source.Key.Path);
        Assert.Equal("_.._.._x", source.Name);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AttachmentArchiveOptions { ManifestDelay = TimeSpan.FromSeconds(-1) });
    }

    private int FileRequests() => _site.Sandbox.Requests.List().Count(r => r.Path.StartsWith("/files/", StringComparison.Ordinal));

    private async Task<AttachmentSource> SourceAsync(params (string Name, int Size)[] files)
    {
        await _site.AddCallAsync("call_a", files);
        return await SourceOfAsync(0);
    }

    private async Task<AttachmentSource> SourceOfAsync(int index) =>
        new(_site.Client, (await _site.Client.Attachments.ListAsync(new CallId("call_a"), Cancellation))[index]);

    private sealed class NoAnswer : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.NotFound));
    }

    private sealed class Shelf(Func<string, string> take) : IAttachmentArchive
    {
        private readonly Dictionary<AttachmentKey, string> _names = [];

        public IEnumerable<string> Names => _names.Values;

        public ValueTask<bool> ContainsAsync(AttachmentKey key, CancellationToken cancellationToken = default)
        {
            lock (_names)
            {
                return ValueTask.FromResult(_names.ContainsKey(key));
            }
        }

        public async Task<StoredAttachment> StoreAsync(AttachmentSource source, CancellationToken cancellationToken = default)
        {
            await using AttachmentContent content = await source.OpenAsync(cancellationToken);
            await content.Stream.CopyToAsync(Stream.Null, cancellationToken);
            lock (_names)
            {
                _names.Add(source.Key, take(source.Name));
            }

            return new StoredAttachment(IsNew: true, content.BytesReceived);
        }
    }
}

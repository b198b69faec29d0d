using Microsoft.Extensions.Time.Testing;

namespace HelpLightning.Client.Tests;

/// <summary>Downloads that go on in another run, and servers that say when to come back.</summary>
public sealed class ResumeLaterTests
{
    private const string Tag = "ETag: \"one\"\r\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Goes_on_in_the_same_file()
    {
        await using FileHost host = new(FileHost.Part(FileHost.File, Tag));
        using MemoryStream destination = new();
        destination.Write(FileHost.File.AsSpan(0, 1000));
        destination.Position = 0;
        Assert.Equal(FileHost.File.Length, await host.Client.Attachments.ResumeAsync(host.Attachment, destination, new DownloadResume("\"one\""), null, Cancellation));
        Assert.Equal(FileHost.File, destination.ToArray());
        WireRequest request = Assert.Single(host.Server.Seen());
        Assert.Equal(["bytes=1000-"], request.Headers("Range"));
        Assert.Equal(["\"one\""], request.Headers("If-Range"));
    }

    [Fact]
    public async Task Fetches_another_file_anew()
    {
        await using FileHost host = new(FileHost.Whole(FileHost.OtherFile, "ETag: \"two\"\r\n"));
        using MemoryStream destination = new();
        destination.Write(FileHost.File.AsSpan(0, 1000));
        await host.Client.Attachments.ResumeAsync(host.Attachment, destination, new DownloadResume("\"one\""), null, Cancellation);
        Assert.Equal(FileHost.OtherFile, destination.ToArray());
    }

    [Fact]
    public async Task A_file_that_is_whole_already_is_done()
    {
        await using FileHost host = new(FileHost.Status(416, $"Content-Range: bytes */{FileHost.File.Length}\r\n"));
        using MemoryStream destination = new();
        destination.Write(FileHost.File);
        Assert.Equal(FileHost.File.Length, await host.Client.Attachments.ResumeAsync(host.Attachment, destination, new DownloadResume("\"one\""), null, Cancellation));
        Assert.Equal(FileHost.File, destination.ToArray());
    }

    [Fact]
    public async Task Begins_anew_without_knowing_what_was_begun()
    {
        await using FileHost host = new(FileHost.Whole(FileHost.File, Tag));
        using MemoryStream destination = new();
        destination.Write(FileHost.OtherFile.AsSpan(0, 1000));
        List<DownloadProgress> told = [];
        await host.Client.Attachments.ResumeAsync(host.Attachment, destination, null, new Tell<DownloadProgress>(told.Add), Cancellation);
        Assert.Equal(FileHost.File, destination.ToArray());
        Assert.All(told, p => Assert.Equal("\"one\"", p.EntityTag));
        Assert.Equal(new DownloadProgress(300_000, 300_000) { EntityTag = "\"one\"" }, told[^1]);
    }

    [Theory]
    [InlineData("W/\"weak\"")]
    [InlineData("one")]
    [InlineData("")]
    public void A_tag_that_does_not_name_the_bytes_is_refused(string tag) => Assert.Throws<ArgumentException>(() => new DownloadResume(tag));

    /// <summary>Or by its own rule, where that is longer: a server that says "at once" must not use up all attempts within milliseconds.</summary>
    [Theory]
    [InlineData(429, 30, 0.001, 30)]
    [InlineData(503, 30, 0.001, 30)]
    [InlineData(429, 0, 60, 60)]
    [InlineData(503, 0, 60, 60)]
    public async Task Waits_as_long_as_the_server_asks(int status, int asked, double own, int waited)
    {
        await using FileHost host = new(FileHost.Status(status, $"Retry-After: {asked}\r\n"), FileHost.Whole(FileHost.File, Tag));
        FakeTimeProvider clock = new();
        using HelpLightningClient client = Impatient(TimeSpan.FromSeconds(own), clock);
        using MemoryStream destination = new();
        Task download = client.Attachments.DownloadAsync(host.Attachment, destination, null, Cancellation);
        await Eventually.HoldsAsync(() => host.Server.Seen().Length == 1);
        while (!download.IsCompleted)
        {
            // The wait begins some time after the answer has come.
            clock.Advance(TimeSpan.FromSeconds(0.25));
            await Task.Delay(1, Cancellation);
            Assert.True(host.Server.Seen().Length == 1 || clock.GetUtcNow() - clock.Start >= TimeSpan.FromSeconds(waited));
        }

        await download;
        Assert.Equal(FileHost.File, destination.ToArray());
    }

    [Theory]
    [InlineData(429, typeof(HelpLightningRateLimitedException))]
    [InlineData(503, typeof(HelpLightningUnreachableException))]
    public async Task But_not_for_ever(int status, Type type)
    {
        await using FileHost host = new(FileHost.Status(status, "Retry-After: 3600\r\n"), FileHost.Whole(FileHost.File, Tag));
        using HelpLightningClient client = Impatient(TimeSpan.FromMilliseconds(1));
        HelpLightningException e = (HelpLightningException)await Assert.ThrowsAsync(type, () => client.Attachments.DownloadAsync(host.Attachment, Stream.Null, null, Cancellation));
        Assert.Contains("Try again in 3600 s.", e.Message, StringComparison.Ordinal);
        Assert.Single(host.Server.Seen());
        Assert.Equal(TimeSpan.FromHours(1), e.RetryAfter);
    }

    private static HelpLightningClient Impatient(TimeSpan retryDelay, TimeProvider? clock = null)
    {
        HelpLightningOptions options = TestClient.Options("https://api.helplightning.net");
        options.RetryDelay = retryDelay;
        options.MaxRetryDelay = TimeSpan.FromMinutes(2);
        options.TimeProvider = clock ?? options.TimeProvider;
        return HelpLightningClient.Create(options);
    }
}

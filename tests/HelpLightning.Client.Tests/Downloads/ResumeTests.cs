using System.Net;

namespace HelpLightning.Client.Tests;

/// <summary>Downloads that break off, and files that are not what they were.</summary>
public sealed class ResumeTests
{
    private const string Tag = "ETag: \"one\"\r\n";
    private const string OtherTag = "ETag: \"two\"\r\n";
    private const string Time = "Last-Modified: Wed, 04 Feb 2026 10:00:00 GMT\r\n";
    private const string OtherTime = "Last-Modified: Wed, 04 Feb 2026 10:00:01 GMT\r\n";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(131_072)]
    [InlineData(299_999)]
    public async Task A_cut_off_file_goes_on_where_it_was(int cutAt)
    {
        await using FileHost host = new(
            FileHost.Whole(FileHost.File, Tag, cutAt),
            cutAt == 0 ? FileHost.Whole(FileHost.File, Tag) : FileHost.Part(FileHost.File, Tag));
        await DeliversAsync(host, FileHost.File);
        WireRequest[] requests = host.Server.Seen();
        Assert.Equal(2, requests.Length);
        Assert.Empty(requests[0].Headers("Range"));
        Assert.Equal(cutAt == 0 ? [] : [$"bytes={cutAt}-"], requests[1].Headers("Range"));
        Assert.Equal(cutAt == 0 ? [] : ["\"one\""], requests[1].Headers("If-Range"));
    }

    [Fact]
    public async Task As_often_as_it_takes_when_each_connection_brings_something()
    {
        await using FileHost host = new(
            FileHost.Whole(FileHost.File, Tag, 10),
            FileHost.Part(FileHost.File, Tag, 10), FileHost.Part(FileHost.File, Tag, 10), FileHost.Part(FileHost.File, Tag, 10),
            FileHost.Part(FileHost.File, Tag, 10), FileHost.Part(FileHost.File, Tag, 10), FileHost.Part(FileHost.File, Tag, 10),
            FileHost.Part(FileHost.File, Tag));
        await DeliversAsync(host, FileHost.File);
        Assert.Equal(8, host.Server.Seen().Length);
    }

    [Fact]
    public async Task Not_for_ever_when_nothing_more_comes()
    {
        await using FileHost host = new(FileHost.Whole(FileHost.File, Tag, 10), FileHost.Part(FileHost.File, Tag, 0));
        using MemoryStream destination = new();
        HelpLightningUnreachableException e = await Assert.ThrowsAsync<HelpLightningUnreachableException>(() => host.DownloadAsync(destination));
        Assert.Equal(UnreachableReason.BrokenOff, e.Reason);
        Assert.Equal(4, e.Attempts);
        Assert.Equal(FileHost.File[..10], destination.ToArray());
        await host.Server.NoConnectionIsLeftAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_without_ranges_sends_it_all_again_and_nothing_is_written_twice(bool isSeekable)
    {
        await using FileHost host = new(FileHost.Whole(FileHost.File, Tag, 200_000), FileHost.Whole(FileHost.File, Tag, 200_001), FileHost.Whole(FileHost.File, Tag));
        await DeliversAsync(host, FileHost.File, isSeekable);
    }

    /// <summary>What is begun anew again and again brings bytes each time, but never new ones.</summary>
    [Theory]
    [InlineData("416")]
    [InlineData("416 told")]
    [InlineData("tag")]
    [InlineData("time")]
    [InlineData("length")]
    public async Task Not_for_ever_when_it_is_begun_anew_each_time(string how)
    {
        int turn = 0;
        await using FileHost host = new(request => (request.Headers("Range").Length > 0, how) switch
        {
            (true, "416") => FileHost.Status(416)(request),
            (true, "416 told") => FileHost.Status(416, "Content-Range: bytes */5\r\n")(request),
            (true, "length") => FileHost.Whole(FileHost.File[..(FileHost.File.Length - ++turn)], Tag, 1000)(request),
            (true, _) => FileHost.Part(FileHost.File, how == "tag" ? OtherTag : OtherTime, 1000)(request),
            (false, "time") => FileHost.Whole(FileHost.File, Time, 1000)(request),
            (false, _) => FileHost.Whole(FileHost.File, Tag, 1000)(request),
        });
        using MemoryStream destination = new();
        HelpLightningUnreachableException e = await Assert.ThrowsAsync<HelpLightningUnreachableException>(() => host.DownloadAsync(destination));
        Assert.Equal(UnreachableReason.BrokenOff, e.Reason);
        Assert.Equal(4, host.Server.Seen().Length);
        await host.Server.NoConnectionIsLeftAsync();
    }

    public static TheoryData<string> ChangedFiles => new("whole", "part", "shorter", "whole by time", "part by time");

    [Theory]
    [MemberData(nameof(ChangedFiles))]
    public async Task A_file_that_changed_meanwhile_is_fetched_anew(string how)
    {
        await using FileHost host = Changed(how);
        using MemoryStream destination = new();
        destination.Write("before"u8);
        Assert.Equal(FileHost.OtherFile.Length, await host.DownloadAsync(destination));
        Assert.Equal([.. "before"u8, .. FileHost.OtherFile], destination.ToArray());
        await host.Server.NoConnectionIsLeftAsync();
    }

    [Theory]
    [MemberData(nameof(ChangedFiles))]
    public async Task A_file_that_changed_cannot_be_mended_in_a_stream_that_goes_forward_only(string how)
    {
        await using FileHost host = Changed(how);
        using MemoryStream received = new();
        await using ForwardStream destination = new(received);
        HelpLightningMalformedReplyException e = await Assert.ThrowsAsync<HelpLightningMalformedReplyException>(() => host.DownloadAsync(destination));
        Assert.Contains("changed", e.Message, StringComparison.Ordinal);
        Assert.Equal(FileHost.File[..200_000], received.ToArray());
        await host.Server.NoConnectionIsLeftAsync();
    }

    [Theory]
    [InlineData("bytes 0-299999/300000")]
    [InlineData("bytes 9-299999/300000")]
    [InlineData("bytes 10-299999/400000")]
    [InlineData("apples 10-20/30")]
    public async Task A_part_from_elsewhere_is_not_taken(string range)
    {
        await using FileHost host = new(FileHost.Whole(FileHost.File, Tag, 10), FileHost.Part(FileHost.File, Tag, range: range));
        using MemoryStream destination = new();
        await Assert.ThrowsAsync<HelpLightningMalformedReplyException>(() => host.DownloadAsync(destination));
        Assert.Equal(FileHost.File[..10], destination.ToArray());
    }

    [Fact]
    public async Task Part_of_a_part_is_gone_on_from()
    {
        await using FileHost host = new(
            FileHost.Whole(FileHost.File, "", 10),
            request => FileHost.Part(FileHost.File[..20], range: "bytes 10-19/300000")(request),
            FileHost.Part(FileHost.File));
        await DeliversAsync(host, FileHost.File);
    }

    [Fact]
    public async Task A_file_whose_length_is_not_told_may_be_whole_when_it_breaks_off()
    {
        string text = $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n";
        await using FileHost host = new(_ => Reply.Raw(text, thenReset: false), FileHost.Status(416, "Content-Range: bytes */5\r\n"));
        await DeliversAsync(host, "abcde"u8.ToArray());
    }

    [Theory]
    [InlineData(404, typeof(HelpLightningNotFoundException))]
    [InlineData(410, typeof(HelpLightningNotFoundException))]
    [InlineData(403, typeof(HelpLightningApiException))]
    [InlineData(416, typeof(HelpLightningApiException))]
    [InlineData(503, typeof(HelpLightningUnreachableException))]
    public async Task What_the_file_host_refuses_has_its_type(int status, Type type)
    {
        await using FileHost host = new(FileHost.Status(status));
        Exception e = await Assert.ThrowsAsync(type, () => host.DownloadAsync(Stream.Null));
        Assert.DoesNotContain("X-Amz", e.ToString(), StringComparison.Ordinal);
        Assert.Equal(status == 503 ? 4 : 1, host.Server.Seen().Length);
        await host.Server.NoConnectionIsLeftAsync();
    }

    [Fact]
    public async Task A_stalled_download_goes_on_and_ends_when_it_stalls_again_and_again()
    {
        await using ScriptedServer server = new(Reply.Raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc", thenHang: true));
        HelpLightningOptions options = TestClient.Options("https://api.helplightning.net");
        (options.AttemptTimeout, options.MaxRetries) = (TimeSpan.FromMilliseconds(150), 1);
        using HelpLightningClient client = HelpLightningClient.Create(options);
        HelpLightningUnreachableException e = await Assert.ThrowsAsync<HelpLightningUnreachableException>(
            () => client.Attachments.DownloadAsync(new Attachment { SignedUrl = new Uri(server.Address + "/f") }, Stream.Null, null, TestContext.Current.CancellationToken));
        Assert.True(e.IsTimeout);
        await server.NoConnectionIsLeftAsync();
    }

    private static FileHost Changed(string how) => how switch
    {
        // If-Range is understood: the new file comes whole.
        "whole" => new FileHost(FileHost.Whole(FileHost.File, Tag, 200_000), FileHost.Whole(FileHost.OtherFile, OtherTag)),

        // If-Range is not understood: the new file's second part comes, and must not be put behind the old one's first.
        "part" => new FileHost(FileHost.Whole(FileHost.File, Tag, 200_000), FileHost.Part(FileHost.OtherFile, OtherTag), FileHost.Whole(FileHost.OtherFile, OtherTag)),

        // The same of a server that gives no tags, but times.
        "whole by time" => new FileHost(FileHost.Whole(FileHost.File, Time, 200_000), FileHost.Whole(FileHost.OtherFile, OtherTime)),
        "part by time" => new FileHost(FileHost.Whole(FileHost.File, Time, 200_000), FileHost.Part(FileHost.OtherFile, OtherTime), FileHost.Whole(FileHost.OtherFile, OtherTime)),

        // The new file is shorter than what was received of the old one.
        _ => new FileHost(
            FileHost.Whole(FileHost.File, Tag, 200_000), FileHost.Status((int)HttpStatusCode.RequestedRangeNotSatisfiable, "Content-Range: bytes */10\r\n"),
            FileHost.Whole(FileHost.OtherFile, OtherTag)),
    };

    private static async Task DeliversAsync(FileHost host, byte[] file, bool isSeekable = true)
    {
        using MemoryStream received = new();
        await using Stream destination = isSeekable ? received : new ForwardStream(received);
        Assert.Equal(file.Length, await host.DownloadAsync(destination));
        Assert.Equal(file, received.ToArray());
        await host.Server.NoConnectionIsLeftAsync();
        Assert.All(host.Server.Seen(), request =>
        {
            Assert.Equal("/a%2Fb/call.mp4" + FileHost.SignedQuery, request.Target);
            Assert.Empty(request.Headers("Authorization"));
            Assert.Empty(request.Headers("x-helplightning-api-key"));
            Assert.Empty(request.Headers("Cookie"));
            Assert.Empty(request.Headers("Accept-Encoding"));
        });
    }
}

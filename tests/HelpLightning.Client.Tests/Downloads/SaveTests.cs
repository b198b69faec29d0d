namespace HelpLightning.Client.Tests;

/// <summary>Files of other people's naming, in a folder of ours.</summary>
public sealed class SaveTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("hl-save-").FullName;

    private string Folder => Path.Combine(_root, "in", "here");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string?, string> Names => new()
    {
        { "../../etc/passwd", "_.._.._etc_passwd" },
        { "/etc/passwd", "_etc_passwd" },
        { "..\\..\\boot.ini", "_.._.._boot.ini" },
        { "C:\\x.txt", "C__x.txt" },
        { "CON", "_CON" },
        { "con.mp4", "_con.mp4" },
        { "a/b", "a_b" },
        { "", "attachment-7" },
        { null, "attachment-7" },
        { "..", "attachment-7" },
        { " . ", "attachment-7" },
        { "\0\0", "attachment-7" },
        { "🎥 Anna.mp4", "🎥 Anna.mp4" },
        { "invoice\u202Egpj.exe", "invoicegpj.exe" },
        { "a\r\nb.txt", "a__b.txt" },
        { ".bashrc", "_.bashrc" },
        { "name.", "name" },
    };

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Any_name_ends_up_in_the_folder_under_a_safe_one(string? name, string safe)
    {
        await using FileHost host = new(FileHost.Whole([1, 2, 3]));
        string path = await host.Client.Attachments.SaveAsync(host.Attachment with { Name = name }, Folder, cancellationToken: Cancellation);
        Assert.Equal(Path.Combine(Folder, safe), path);
        Assert.Equal([path], Directory.GetFiles(_root, "*", SearchOption.AllDirectories));
        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(path, Cancellation));
    }

    [Fact]
    public async Task A_name_of_300_characters_keeps_its_extension()
    {
        await using FileHost host = new(FileHost.Whole([1]));
        string path = await host.Client.Attachments.SaveAsync(host.Attachment with { Name = new string('é', 300) + ".mp4" }, Folder, cancellationToken: Cancellation);
        Assert.EndsWith("éé.mp4", path, StringComparison.Ordinal);
        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task Twenty_at_once_of_one_name_are_twenty_files()
    {
        await using FileHost host = new(FileHost.Whole([1]));
        string[] paths = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            _ => host.Client.Attachments.SaveAsync(host.Attachment, Folder, cancellationToken: Cancellation)));
        Assert.Equal(
            ["call.mp4", .. Enumerable.Range(2, 19).Select(i => $"call ({i}).mp4")],
            paths.Select(Path.GetFileName).OrderBy(name => name!.Length).ThenBy(name => name, StringComparer.Ordinal));
        Assert.Equal(20, Directory.GetFiles(Folder).Length);
    }

    [Fact]
    public async Task Nothing_that_is_there_is_overwritten_nor_followed()
    {
        await using FileHost host = new(FileHost.Whole([1]));
        Directory.CreateDirectory(Path.Combine(Folder, "call (2).mp4"));
        await File.WriteAllTextAsync(Path.Combine(Folder, "call.mp4"), "precious", Cancellation);
        File.CreateSymbolicLink(Path.Combine(Folder, "call (3).mp4"), Path.Combine(_root, "elsewhere"));
        string path = await host.Client.Attachments.SaveAsync(host.Attachment, Folder, cancellationToken: Cancellation);
        Assert.Equal("call (4).mp4", Path.GetFileName(path));
        Assert.Equal("precious", await File.ReadAllTextAsync(Path.Combine(Folder, "call.mp4"), Cancellation));
        Assert.False(Path.Exists(Path.Combine(_root, "elsewhere")));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(503)]
    public async Task A_failure_leaves_nothing_behind(int status)
    {
        await using FileHost host = new(FileHost.Whole(FileHost.File, cutAt: 1000), FileHost.Status(status));
        await Assert.ThrowsAnyAsync<HelpLightningException>(() => host.Client.Attachments.SaveAsync(host.Attachment, Folder, cancellationToken: Cancellation));
        Assert.Empty(Directory.GetFiles(Folder));
    }

    [Fact]
    public async Task An_expired_address_is_renewed_once_through_the_list_of_the_call_where_there_is_no_other_way()
    {
        int renewals = 0;
        await using FileHost host = new(FileHost.Whole(FileHost.File, cutAt: 1000), FileHost.Status(403), FileHost.Part(FileHost.File));
        await using ScriptedServer api = new(request =>
        {
            if (request.Target.EndsWith("/7", StringComparison.Ordinal))
            {
                return Reply.Json("{}", 404);
            }

            Interlocked.Increment(ref renewals);
            return Reply.Json($$"""[{"id":6,"signed_url":"{{host.Server.Address}}/wrong"},{"id":7,"signed_url":"{{host.Server.Address}}/new?sig=%2B"}]""");
        });
        using HelpLightningClient client = TestClient.For(api);
        using MemoryStream destination = new();
        await client.Attachments.DownloadAsync(host.Attachment with { CallId = new CallId("call_1") }, destination, cancellationToken: Cancellation);
        Assert.Equal(FileHost.File, destination.ToArray());
        Assert.Equal(1, renewals);
        Assert.Equal(["/api/v1r1/enterprise/calls/call_1/attachments/7", "/api/v1r1/enterprise/calls/call_1/attachments"], api.Seen().Select(r => r.Target));
        WireRequest last = host.Server.Seen()[^1];
        Assert.Equal("/new?sig=%2B", last.Target);
        Assert.Equal("bytes=1000-", Assert.Single(last.Headers("Range")));
        Assert.Empty(last.Headers("Authorization"));
        Assert.Empty(last.Headers("x-helplightning-api-key"));
    }

    [Fact]
    public async Task An_address_that_is_refused_again_is_not_renewed_again()
    {
        await using FileHost host = new(FileHost.Status(403));
        await using ScriptedServer api = new(_ => Reply.Json($$"""{"id":7,"signed_url":"{{host.Server.Address}}/new"}"""));
        using HelpLightningClient client = TestClient.For(api);
        await Assert.ThrowsAsync<HelpLightningApiException>(
            () => client.Attachments.DownloadAsync(host.Attachment with { CallId = new CallId("call_1") }, Stream.Null, cancellationToken: Cancellation));
        Assert.Single(api.Seen());
        Assert.Equal(2, host.Server.Seen().Length);
    }

    [Fact]
    public async Task A_redirect_of_the_file_host_is_followed_and_carries_nothing()
    {
        await using FileHost target = new(FileHost.Whole([1, 2]));
        await using FileHost host = new(FileHost.Status(302, $"Location: {target.Server.Address}/moved?x=%2F\r\n"));
        using MemoryStream destination = new();
        Assert.Equal(2, await host.DownloadAsync(destination));
        WireRequest request = Assert.Single(target.Server.Seen());
        Assert.Equal("/moved?x=%2F", request.Target);
        Assert.Empty(request.Headers("Authorization"));
        Assert.Empty(request.Headers("x-helplightning-api-key"));
    }
}

namespace HelpLightning.Export.Tests.Attachments;

/// <summary>The rows that a call really has: names that come twice, rows that are no part of the call itself, captures of any kind.</summary>
public sealed class RowsOfACallTests
{
    /// <summary>A capture and the copies that were made of it, as the vendor's fixtures have them.</summary>
    private const string Rows = """
        [{"id": 31674, "uuid": "a", "type": "incall", "name": "IMG_CAP_03-12-2026 21-12-39.PNG", "mime_type": "image/png", "signed_url": "https://files.invalid/1"},
         {"id": 31675, "uuid": "b", "type": "thumbnail", "name": "IMG_CAP_03-12-2026 21-12-39.PNG", "mime_type": "image/png", "signed_url": "https://files.invalid/2"},
         {"id": 31676, "uuid": "c", "type": "", "name": "img_cap_03-12-2026 21-12-39.png", "mime_type": "image/jpeg", "signed_url": "https://files.invalid/3"},
         {"id": 31677, "uuid": "d", "type": null, "name": "IMG_CAP_03-12-2026 21-12-39.PNG", "signed_url": "https://files.invalid/4"},
         {"id": 31678, "uuid": "e", "name": null, "mime_type": "image/png", "signed_url": "https://files.invalid/5"}]
        """;

    private static readonly string[] Expected =
    [
        "call_a/31674/IMG_CAP_03-12-2026 21-12-39.PNG", "call_a/31675/IMG_CAP_03-12-2026 21-12-39.PNG", "call_a/31676/img_cap_03-12-2026 21-12-39.png",
        "call_a/31677/IMG_CAP_03-12-2026 21-12-39.PNG", "call_a/31678/attachment-31678",
    ];

    [Fact]
    public async Task Every_one_is_kept_and_where_it_is_stays()
    {
        using FileShelf shelf = new(Rows, Picture);
        AttachmentDownloadResult first = await shelf.DownloadAsync();
        Assert.Equal((5, 0, 0), (first.Fetched, first.Gone, first.Failures.Count));
        Assert.Equal(Expected, AttachmentFolder.Files(shelf.Folder));
        for (int file = 0; file < Expected.Length; file++)
        {
            Assert.Equal((byte)(file + 1), (await File.ReadAllBytesAsync(Path.Combine(shelf.Folder, Expected[file]), DownloadSite.Cancellation))[^1]);
        }

        Assert.Equal(5, (await shelf.DownloadAsync()).Skipped);

        // Without what hl remembers, all come again, to the same places.
        File.Delete(Path.Combine(shelf.Folder, ".attachments.ndjson"));
        Assert.Equal(5, (await shelf.DownloadAsync()).Fetched);
        Assert.Equal(Expected, AttachmentFolder.Files(shelf.Folder));
        AttachmentFolder.RequireSums(shelf.Folder);
    }

    [Fact]
    public async Task In_one_folder_each_has_a_name_of_its_own()
    {
        using FileShelf shelf = new(Rows, Picture);
        HashSet<string> paths = [];
        foreach (Client.Attachment attachment in await shelf.Client.Attachments.ListAsync(new Client.CallId("call_a"), DownloadSite.Cancellation))
        {
            Assert.True(paths.Add(await shelf.Client.Attachments.SaveAsync(attachment, shelf.Folder, cancellationToken: DownloadSite.Cancellation)));
        }

        Assert.Equal(5, Directory.GetFiles(shelf.Folder).Length);
    }

    /// <summary>The beginning of a PNG, and which one it is.</summary>
    private static HttpResponseMessage Picture(HttpRequestMessage request) =>
        FileShelf.Ok([0x89, .. "PNG\r\n\u001a\n"u8, (byte)(request.RequestUri!.AbsolutePath[1] - '0')], "image/png");
}

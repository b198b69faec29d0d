using System.Net;

namespace HelpLightning.Export.Tests.Attachments;

/// <summary>
/// A file that is not there is one thing, and a run may end well without it; one that could not be fetched is another. A backup that saves
/// nothing must not say that all is well.
/// </summary>
public sealed class NoFileTests
{
    private const string Html = "<!DOCTYPE html><html><head><title>Guest network</title></head><body>Accept the terms of use to go on.</body></html>";

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Gone)]
    public async Task What_the_server_says_is_not_there_is_gone(HttpStatusCode status)
    {
        using FileShelf shelf = new(Row("https://files.invalid/a"), _ => new HttpResponseMessage(status));
        AttachmentDownloadResult result = await shelf.DownloadAsync();
        Assert.Equal((1, 0), (result.Gone, result.Failures.Count));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\" \"")]
    [InlineData("false")]
    public async Task Without_an_address_it_is_gone(string address)
    {
        using FileShelf shelf = new(RowAt(address), _ => new HttpResponseMessage(HttpStatusCode.OK));
        AttachmentDownloadResult result = await shelf.DownloadAsync();
        Assert.Equal((1, 0, 0), (result.Gone, result.Failures.Count, shelf.FilesAsked));
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.ProxyAuthenticationRequired)]
    [InlineData(HttpStatusCode.UnavailableForLegalReasons)]
    [InlineData(HttpStatusCode.Found)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public async Task Any_other_refusal_is_a_failure(HttpStatusCode status)
    {
        using FileShelf shelf = new(Row("https://files.invalid/a"), _ => new HttpResponseMessage(status));
        AttachmentDownloadResult result = await shelf.DownloadAsync();
        Assert.Equal((0, 0), (result.Gone, result.Fetched));
        Assert.Contains($"{(int)status}", Assert.Single(result.Failures).Error.Message, StringComparison.Ordinal);
    }

    /// <summary>Once, for it may have been too old.</summary>
    [Fact]
    public async Task A_403_is_asked_again_with_a_new_address_and_then_names_what_to_look_for()
    {
        using FileShelf shelf = new(Row("https://files.invalid/a"), _ => new HttpResponseMessage(HttpStatusCode.Forbidden));
        string message = Assert.Single((await shelf.DownloadAsync()).Failures).Error.Message;
        Assert.Equal(2, shelf.FilesAsked);
        Assert.Contains("403, with a new address too.", message, StringComparison.Ordinal);
        Assert.Contains("firewall", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"/files/a\"")]
    [InlineData("\"files/a\"")]
    [InlineData("\"//files.invalid/a\"")]
    [InlineData("\"file:///etc/passwd\"")]
    [InlineData("\"ftp://files.invalid/a\"")]
    [InlineData("\"C:\\\\files\\\\a\"")]
    [InlineData("\"http://[\"")]
    [InlineData("5")]
    [InlineData("{\"url\": \"https://files.invalid/a\"}")]
    public async Task An_address_that_is_no_web_address_is_a_failure(string address)
    {
        using FileShelf shelf = new(RowAt(address), _ => new HttpResponseMessage(HttpStatusCode.OK));
        AttachmentDownloadResult result = await shelf.DownloadAsync();
        Assert.Equal((0, 0), (result.Gone, shelf.FilesAsked));
        Assert.Contains("no web address", Assert.Single(result.Failures).Error.Message, StringComparison.Ordinal);
        Assert.Empty(AttachmentFolder.Files(shelf.Folder));
    }

    [Theory]
    [InlineData("video/mp4", "text/html")]
    [InlineData("video/mp4", "text/html; charset=utf-8")]
    [InlineData("image/jpeg", "application/xhtml+xml")]
    [InlineData("audio/ogg", "application/json")]
    [InlineData("application/pdf", "TEXT/HTML")]
    [InlineData("video/mp4", "application/octet-stream")]
    [InlineData("video/mp4", "video/mp4")]
    [InlineData("image/png", null)]
    public async Task A_page_that_came_instead_of_a_recording_is_a_failure(string mimeType, string? answered)
    {
        using FileShelf shelf = new(Row("https://files.invalid/a", mimeType), _ => FileShelf.Ok(System.Text.Encoding.UTF8.GetBytes(Html), answered));
        AttachmentDownloadResult result = await shelf.DownloadAsync();
        Assert.Equal((0, 0), (result.Fetched, result.Gone));
        Assert.Contains($"instead of {mimeType}", Assert.Single(result.Failures).Error.Message, StringComparison.Ordinal);
        Assert.Empty(AttachmentFolder.Files(shelf.Folder));
    }

    /// <summary>Servers give types wrongly: only what cannot be the file is refused.</summary>
    [Theory]
    [InlineData("video/mp4", "image/jpeg", "bytes")]
    [InlineData("video/mp4", "text/plain", "bytes")]
    [InlineData("video/mp4", null, "bytes")]
    [InlineData("image/jpeg", "image/png", "\u0089PNG")]
    [InlineData("image/jpeg", "image/jpeg", "<")]
    [InlineData("image/svg+xml", "image/svg+xml", "<?xml version=\"1.0\"?><svg/>")]
    [InlineData("application/octet-stream", "text/html", Html)]
    [InlineData("text/html", "text/html", Html)]
    [InlineData("text/plain", "application/octet-stream", Html)]
    [InlineData("", "text/html", Html)]
    [InlineData("nonsense", "text/html", Html)]
    [InlineData(null, "text/html", Html)]
    public async Task What_may_be_the_file_is_taken(string? mimeType, string? answered, string content)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(content);
        using FileShelf shelf = new(Row("https://files.invalid/a", mimeType), _ => FileShelf.Ok(bytes, answered));
        AttachmentDownloadResult result = await shelf.DownloadAsync();
        Assert.Equal((1, 0), (result.Fetched, result.Failures.Count));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(shelf.Folder, Assert.Single(AttachmentFolder.Files(shelf.Folder))), DownloadSite.Cancellation));
    }

    private static string Row(string address, string? mimeType = "video/mp4") => RowAt($"\"{address}\"", mimeType);

    private static string RowAt(string address, string? mimeType = "video/mp4") =>
        $$"""[{"id": 1, "type": "incall", "name": "call.mp4", "mime_type": {{System.Text.Json.JsonSerializer.Serialize(mimeType)}}, "signed_url": {{address}}}]""";
}

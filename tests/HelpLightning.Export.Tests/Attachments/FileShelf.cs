using System.Net;
using System.Net.Http.Headers;
using System.Text;
using HelpLightning.Client;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Export.Tests.Attachments;

/// <summary>A client of an API that lists one call's attachments as it is told to, and of a file server that answers as it is told to.</summary>
internal sealed class FileShelf : IDisposable
{
    private static readonly PartnerKey Key = PartnerKey.Create();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hl-shelf-");
    private readonly Answers _answers;

    /// <param name="rows">The list of attachments, as JSON.</param>
    /// <param name="file">What the file server answers.</param>
    public FileShelf(string rows, Func<HttpRequestMessage, HttpResponseMessage> file)
    {
        _answers = new Answers(rows, file);
        Client = HelpLightningClient.Create(
            new HelpLightningOptions { ApiKey = "key", SiteId = new(54344), PartnerKey = Key, BaseAddress = new("https://site.invalid"), MaxRetries = 0 }, primaryHandler: _answers);
    }

    public HelpLightningClient Client { get; }

    public string Folder => Path.Combine(_folder.FullName, "files");

    /// <summary>How often the file server was asked.</summary>
    public int FilesAsked => _answers.FilesAsked;

    public static HttpResponseMessage Ok(byte[] content, string? type)
    {
        HttpResponseMessage response = new(HttpStatusCode.OK) { Content = new ByteArrayContent(content) };
        response.Content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        return response;
    }

    public Task<AttachmentDownloadResult> DownloadAsync() =>
        AttachmentFolder.DownloadAsync(Client, Folder, ["call_a"], clock: new EagerClock(DateTimeOffset.UnixEpoch));

    public void Dispose()
    {
        Client.Dispose();
        _folder.Delete(recursive: true);
    }

    private sealed class Answers(string rows, Func<HttpRequestMessage, HttpResponseMessage> file) : HttpMessageHandler
    {
        private int _filesAsked;

        public int FilesAsked => _filesAsked;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri!.Host == "site.invalid")
            {
                return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(rows, Encoding.UTF8, "application/json") });
            }

            Interlocked.Increment(ref _filesAsked);
            return Task.FromResult(file(request));
        }
    }
}

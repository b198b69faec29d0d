using System.Globalization;
using System.Text;

namespace HelpLightning.Client.Tests;

/// <summary>A file with a position at which each answer is cut off, and the client that fetches it.</summary>
internal sealed class FileHost : IAsyncDisposable
{
    private readonly Queue<Func<WireRequest, Reply>> _answers;

    public FileHost(params Func<WireRequest, Reply>[] answers)
    {
        _answers = new Queue<Func<WireRequest, Reply>>(answers);
        Server = new ScriptedServer(request => Answer(request));
        Client = HelpLightningClient.Create(TestClient.Options("https://api.helplightning.net"));
    }

    public static byte[] File { get; } = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 31 / 7))];

    public static byte[] OtherFile { get; } = [.. File.Reverse()];

    public ScriptedServer Server { get; }

    public HelpLightningClient Client { get; }

    /// <summary>With what has to survive on its way: an escaped slash, a plus, an empty value, a double escape.</summary>
    public static string SignedQuery => "?X-Amz-Signature=a%2Fb+c%2520d&x=&X-Amz-Expires=60";

    public Attachment Attachment => new() { Id = 7, Name = "call.mp4", SignedUrl = new Uri(Server.Address + "/a%2Fb/call.mp4" + SignedQuery) };

    public Task<long> DownloadAsync(Stream destination) =>
        Client.Attachments.DownloadAsync(Attachment, destination, cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>The whole file, whatever was asked for.</summary>
    public static Func<WireRequest, Reply> Whole(byte[] file, string headers = "", int? cutAt = null) =>
        _ => Of("200 OK", file, file.Length, headers, cutAt);

    /// <summary>The part that was asked for.</summary>
    public static Func<WireRequest, Reply> Part(byte[] file, string headers = "", int? cutAt = null, string? range = null) => request =>
    {
        int from = int.Parse(request.Headers("Range")[0].Split('=', '-')[1], CultureInfo.InvariantCulture);
        return Of("206 Partial Content", file[from..], file.Length - from, $"Content-Range: {range ?? $"bytes {from}-{file.Length - 1}/{file.Length}"}\r\n{headers}", cutAt);
    };

    public static Func<WireRequest, Reply> Status(int status, string headers = "") => _ => Reply.Of(status, "no", headers);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }

    private static Reply Of(string status, byte[] body, int length, string headers, int? cutAt) => new(
        [.. Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n"), .. body[..(cutAt ?? length)]],
        ThenReset: false);

    private Reply Answer(WireRequest request)
    {
        Func<WireRequest, Reply> answer = _answers.Count > 1 ? _answers.Dequeue() : _answers.Peek();
        return answer(request);
    }
}

using System.Net;
using System.Text;
using HelpLightning.Webhooks;

namespace HelpLightning.Cli.Tests.Webhooks;

/// <summary><c>hl webhooks listen</c> in this process, on a free port, until it is stopped.</summary>
internal sealed class ListenRun : IAsyncDisposable
{
    private const string Greeting = "Listening at ";

    private readonly TestHost _host;
    private readonly Task<HlResult> _run;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });

    private ListenRun(TestHost host, Task<HlResult> run)
    {
        _host = host;
        _run = run;
        string line = host.Error.Split('\n').First(static l => l.StartsWith(Greeting, StringComparison.Ordinal));
        Address = line[Greeting.Length..].Split(',')[0];
    }

    public string Address { get; }

    public string Output => _host.Output;

    public string Error => _host.Error;

    public static async Task<ListenRun> StartAsync(TestHost host, params string[] arguments)
    {
        Task<HlResult> run = Hl.RunAsync(host, ["webhooks", "listen", "--port", "0", .. arguments]);
        await Eventually.HoldsAsync(() => run.IsCompleted || host.Error.Contains(Greeting, StringComparison.Ordinal));
        Assert.False(run.IsCompleted, host.Error);
        return new ListenRun(host, run);
    }

    public Task<HttpStatusCode> SendAsync(string body, string? secret) =>
        SendSignedAsync(body, secret is null ? null : Sign(body, secret));

    public async Task<HttpStatusCode> SendSignedAsync(string body, string? signature, string path = "/any/path")
    {
        using HttpRequestMessage request = new(HttpMethod.Post, Address + path) { Content = new StringContent(body, Encoding.UTF8) };
        if (signature is not null)
        {
            request.Headers.Add(WebhookSignature.HeaderName, signature);
        }

        using HttpResponseMessage response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        return response.StatusCode;
    }

    public static string Sign(string body, string secret) =>
        WebhookSignature.Create(Encoding.UTF8.GetBytes(body), WebhookSecret.FromText(secret));

    /// <summary>As Ctrl-C does.</summary>
    public async Task<HlResult> StopAsync()
    {
        _host.Interrupt();
        return await _run;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _http.Dispose();
        _host.Dispose();
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using HelpLightning.Webhooks.AspNetCore;
using HelpLightning.Webhooks.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HelpLightning.Webhooks.Tests.AspNetCore;

/// <summary>An application with webhooks, on a port of its own.</summary>
internal sealed class WebhookSite : IAsyncDisposable
{
    public const string Secret = "correct horse";

    private readonly WebApplication _app;

    private WebhookSite(WebApplication app, LogLines log)
    {
        _app = app;
        Log = log;
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Http { get; }

    public LogLines Log { get; }

    public IServiceProvider Services => _app.Services;

    public IWebhookInbox Inbox => Services.GetRequiredService<IWebhookInbox>();

    public static async Task<WebhookSite> StartAsync(
        Action<HelpLightningWebhookOptions>? configure = null, Action<HelpLightningWebhooksBuilder>? build = null,
        Action<WebApplication>? before = null, Action<WebApplicationBuilder>? host = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        LogLines log = new();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        HelpLightningWebhooksBuilder webhooks = builder.Services.AddHelpLightningWebhooks(options =>
        {
            if (configure is null)
            {
                options.Secrets["north"] = Secret;
            }

            configure?.Invoke(options);
        });
        webhooks.UseInbox(static (_, options, _) => ValueTask.FromResult<IWebhookInbox>(SqliteInbox.OpenInMemory(options)));
        build?.Invoke(webhooks);
        host?.Invoke(builder);
        WebApplication app = builder.Build();
        before?.Invoke(app);
        app.MapHelpLightningWebhooks("/hooks/help-lightning");
        try
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new WebhookSite(app, log);
    }

    public static HttpRequestMessage Request(byte[] body, IEnumerable<string> signatures, string path = "/hooks/help-lightning", string? contentType = "application/json")
    {
        HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        foreach (string signature in signatures)
        {
            request.Headers.Add(WebhookSignature.HeaderName, signature);
        }

        return request;
    }

    public static string Sign(byte[] body, string secret = Secret) => WebhookSignature.Create(body, WebhookSecret.FromText(secret));

    /// <summary>Posts a body that is signed as it should be.</summary>
    public async Task<HttpResponseMessage> PostAsync(byte[] body, string secret = Secret, string path = "/hooks/help-lightning") =>
        await Http.SendAsync(Request(body, [Sign(body, secret)], path), TestContext.Current.CancellationToken);

    /// <summary>Posts over a connection of its own, header by header, which a client would join; the answer without its date.</summary>
    public async Task<string> PostRawAsync(byte[] body, IEnumerable<string> signatures)
    {
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, Http.BaseAddress!.Port, TestContext.Current.CancellationToken);
        string headers = string.Concat(signatures.Select(static s => $"{WebhookSignature.HeaderName}: {s}\r\n"));
        byte[] head = Encoding.UTF8.GetBytes(
            $"POST /hooks/help-lightning HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}Content-Length: {body.Length}\r\n\r\n");
        await client.GetStream().WriteAsync((byte[])[.. head, .. body], TestContext.Current.CancellationToken);
        using StreamReader reader = new(client.GetStream(), Encoding.UTF8);
        string answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        return string.Concat(answer.Split("\r\n").Where(static line => !line.StartsWith("Date:", StringComparison.Ordinal)).Select(static line => line + "\r\n"));
    }

    public async Task<List<InboxEvent>> EventsAsync() =>
        await Inbox.ListAsync(new InboxQuery(), TestContext.Current.CancellationToken).ToListAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>Everything that is logged, at every level.</summary>
    internal sealed class LogLines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}

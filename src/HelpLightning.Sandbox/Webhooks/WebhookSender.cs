using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using HelpLightning.Sandbox.Time;

namespace HelpLightning.Sandbox.Webhooks;

/// <summary>Posts one event to one receiver.</summary>
internal sealed class WebhookSender : IDisposable
{
    private const string SignatureHeader = "x-helplightning-signature";

    /// <summary>Not the vendor's, whose deliveries have no public id: the name says so. It lets a receiver tell a repeat.</summary>
    private const string EventHeader = "x-sandbox-event";
    private const int KeptOfAnswer = 4096;

    private readonly SandboxClock _clock;
    private readonly TimeSpan _timeout;
    private readonly HttpClient _http;

    public WebhookSender(SandboxClock clock, TimeSpan timeout)
    {
        _clock = clock;
        _timeout = timeout;

        // A receiver must not be able to send the events elsewhere or to be remembered; and a machine's proxy settings
        // must not keep a loopback receiver from being reached.
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public async Task<SandboxWebhookAttempt> SendAsync(
        SandboxWebhook webhook, SandboxWebhookDelivery delivery, CancellationToken cancellationToken)
    {
        DateTimeOffset at = _clock.GetUtcNow();
        long start = TimeProvider.System.GetTimestamp();
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_timeout);
        int? status = null;
        string? error;
        string answer = "";
        try
        {
            using HttpRequestMessage request = Request(webhook, delivery.EventId, Encoding.UTF8.GetBytes(delivery.Body));
            using HttpResponseMessage response = await _http.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, timeout.Token).ConfigureAwait(false);
            status = (int)response.StatusCode;
            error = response.IsSuccessStatusCode ? null : Reason(response.StatusCode);
            answer = await ReadStartAsync(response, timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            error = $"no whole answer within {DurationText.Format(_timeout)}";
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            error = e.InnerException is { } inner ? $"{e.Message} ({inner.Message})" : e.Message;
        }

        return new SandboxWebhookAttempt(at, status, TimeProvider.System.GetElapsedTime(start), error, answer);
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Request(SandboxWebhook webhook, Guid eventId, byte[] body)
    {
        HttpRequestMessage request = new(HttpMethod.Post, webhook.PayloadUrl) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.ParseAdd("HelpLightning-Sandbox");
        request.Headers.Add(EventHeader, eventId.ToString());
        if (webhook.Secret is { } secret)
        {
            byte[] signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body);
            request.Headers.Add(SignatureHeader, "sha256=" + Convert.ToHexStringLower(signature));
        }

        return request;
    }

    private static string Reason(HttpStatusCode status) => (int)status is >= 300 and < 400
        ? $"answered {(int)status}; redirects are not followed"
        : $"answered {(int)status}";

    private static async Task<string> ReadStartAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        byte[] start = new byte[KeptOfAnswer];
        int length = await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return Encoding.UTF8.GetString(start, 0, length);
    }
}

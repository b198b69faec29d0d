using System.Net.Http.Headers;
using System.Text.Json.Serialization.Metadata;

namespace HelpLightning.Client;

/// <summary>Sends a request and reads the whole answer, within the time limit and the size limit.</summary>
internal sealed class ApiTransport
{
    /// <summary>Bytes. The largest known answers, pages of 1,000 users, have about 1 MiB.</summary>
    private const int LargestReply = 64 * 1024 * 1024;

    private static readonly string[] RequestIdHeaders = ["x-request-id", "x-amzn-requestid", "x-correlation-id"];

    private readonly HttpClient _http;
    private readonly ApiOrigin _origin;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;

    public ApiTransport(HttpClient http, HelpLightningOptions options)
    {
        _http = http;
        _origin = ApiOrigin.Of(options);
        _timeout = options.Timeout;
        _clock = options.TimeProvider;

        // The client's own limit would end with the headers and let a stalled body wait for ever.
        _http.Timeout = Timeout.InfiniteTimeSpan;
    }

    public async Task<T> GetAsync<T>(string pathAndQuery, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        HelpLightningResponse response = await SendAsync(HttpMethod.Get, pathAndQuery, null, cancellationToken).ConfigureAwait(false);
        return response.EnsureSuccess().ReadJson(type);
    }

    public async Task<HelpLightningResponse> SendAsync(
        HttpMethod method, string pathAndQuery, HttpContent? content, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(method, _origin.Resolve(pathAndQuery)) { Content = content };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        string path = request.RequestUri!.AbsolutePath;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_timeout);
        try
        {
            using HttpResponseMessage response = await _http
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            byte[] body = await ReadBodyAsync(response, $"{method} {path}", limit.Token).ConfigureAwait(false);
            return new HelpLightningResponse(response, body, Details(method, path, response, body));
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HelpLightningUnreachableException(
                $"{method} {path} had no whole answer within {_timeout.TotalSeconds:0.###} s. Try again, or raise the timeout.", isTimeout: true, e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new HelpLightningUnreachableException(Unreachable.Explain(method, request.RequestUri, e), isTimeout: false, e);
        }
    }

    private static async Task<byte[]> ReadBodyAsync(HttpResponseMessage response, string request, CancellationToken cancellationToken)
    {
        using MemoryStream body = new();
        byte[] buffer = new byte[16 * 1024];
        Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (body.Length + read > LargestReply)
                {
                    throw new HelpLightningMalformedReplyException(
                        $"{request} was answered with more than {LargestReply / (1024 * 1024)} MiB, which no answer of the API has. Reading stopped.");
                }

                body.Write(buffer, 0, read);
            }
        }

        return body.ToArray();
    }

    private ApiErrorDetails Details(HttpMethod method, string path, HttpResponseMessage response, byte[] body)
    {
        ErrorBody error = response.IsSuccessStatusCode ? default : ErrorBody.Read(body);
        string? requestId = RequestIdHeaders
            .Select(name => response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.FirstOrDefault() : null)
            .FirstOrDefault(static id => id is not null);
        DateTimeOffset now = _clock.GetUtcNow();
        TimeSpan? retryAfter = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
            _ => null,
        };
        return new ApiErrorDetails(method, path, response.StatusCode, error, requestId, retryAfter, response.Headers.Date - now);
    }
}

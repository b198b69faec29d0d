using System.Diagnostics;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;

namespace HelpLightning.Client;

/// <summary>
/// Makes one attempt of a call: waits for its turn, gets a token, sends a new message and reads the whole answer, within
/// the time limit and the size limit. A token that is refused is replaced once.
/// </summary>
internal sealed class AttemptSender
{
    private static readonly string[] RequestIdHeaders = ["x-request-id", "x-amzn-requestid", "x-correlation-id"];

    private static readonly MediaTypeWithQualityHeaderValue Json = new("application/json");

    private readonly HttpMessageInvoker _http;
    private readonly CurrentConnection _connections;
    private readonly ClientTelemetry _telemetry;

    /// <summary>
    /// Not through an HttpClient: its time limit ends with the headers, which would let a stalled body wait for ever, and
    /// the rest of what it does for each request is done here.
    /// </summary>
    public AttemptSender(HttpMessageInvoker http, CurrentConnection connections, ClientTelemetry telemetry)
    {
        _http = http;
        _connections = connections;
        _telemetry = telemetry;
    }

    /// <summary>One attempt by the retry's count; more sendings when a token is refused.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<HelpLightningResponse> SendAsync(ApiCall call, CancellationToken cancellationToken)
    {
        // One source serves for both limits: all the time that is left while waiting, the attempt's while sending.
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        while (true)
        {
            // The settings may have changed since the last attempt.
            limit.CancelAfter(call.TimeLeft);
            if (await TryAttemptAsync(call, _connections.Value, limit, cancellationToken).ConfigureAwait(false) is { } response)
            {
                return response;
            }
        }
    }

    /// <returns>Null to begin anew: with another token, or because the settings have changed before anything was sent.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<HelpLightningResponse?> TryAttemptAsync(
        ApiCall call, Connection connection, CancellationTokenSource limit, CancellationToken cancellationToken)
    {
        if (connection.Limiter is not null && !await TryTakeTurnAsync(connection, limit.Token).ConfigureAwait(false))
        {
            return null;
        }

        RequestCredentials credentials = new(connection, call.Tokens);
        try
        {
            await call.Tokens.PrepareAsync(credentials, limit.Token).ConfigureAwait(false);
        }
        catch (HelpLightningException)
        {
            call.HasNoToken = true;
            throw;
        }

        if (connection.IsReplaced)
        {
            return null;
        }

        HelpLightningResponse response;
        try
        {
            response = await SendOnceAsync(call, credentials, limit, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectionReplacedException)
        {
            call.Attempts--;
            return null;
        }

        credentials.HasCorrectedClock = CorrectClock(response, connection);
        if (response.IsSuccess)
        {
            call.Tokens.Accept(credentials);
        }

        if (!response.IsTokenRefused
            || call.Request.Body is { IsRepeatable: false }
            || !call.Tokens.CanReplace(credentials, ++call.TokenRefusals))
        {
            return response;
        }

        limit.CancelAfter(call.TimeLeft);
        await call.Tokens.RefuseAsync(credentials, limit.Token).ConfigureAwait(false);
        _telemetry.TokenReplaced(call);
        return null;
    }

    /// <summary>
    /// When a token was refused; and at every answer while a correction is in force, because somebody may set the
    /// machine's clock right, after which tokens would live too long without anybody refusing them.
    /// </summary>
    private bool CorrectClock(HelpLightningResponse response, Connection connection) =>
        (response.IsTokenRefused || connection.Clock.Correction != TimeSpan.Zero)
        && ServersClock.Follow(connection, response.ClockOffset, _telemetry);

    /// <returns>False when the client's own rate limit let the call go because the settings have changed.</returns>
    private static async ValueTask<bool> TryTakeTurnAsync(Connection connection, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        bool isTurn = await connection.TryTakeTurnAsync(cancellationToken).ConfigureAwait(false);
        ClientTelemetry.Waited(Stopwatch.GetElapsedTime(start));
        return isTurn;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<HelpLightningResponse> SendOnceAsync(
        ApiCall call, RequestCredentials credentials, CancellationTokenSource limit, CancellationToken cancellationToken)
    {
        Connection connection = credentials.Connection;
        call.Attempts++;
        ApiRequest asked = call.Request;
        using HttpRequestMessage request = new(asked.Method, connection.Origin.Resolve(asked.PathAndQuery)) { Content = ContentOf(asked) };
        request.Headers.Accept.Add(Json);
        credentials.Attach(request);
        bool hasTimeForMore = connection.Options.AttemptTimeout < call.TimeLeft;
        if (hasTimeForMore)
        {
            limit.CancelAfter(connection.Options.AttemptTimeout);
        }

        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, limit.Token).ConfigureAwait(false);
            DateTimeOffset arrived = connection.Options.TimeProvider.GetUtcNow();
            byte[] body = await ReplyReader.ReadAsync(response, request, limit.Token).ConfigureAwait(false);
            return new HelpLightningResponse(response, body, Details(call, connection, arrived, request.RequestUri!, response, body));
        }
        catch (OperationCanceledException e) when (hasTimeForMore && !cancellationToken.IsCancellationRequested)
        {
            throw call.TimedOut(connection, connection.Options.AttemptTimeout, nameof(HelpLightningOptions.AttemptTimeout), e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Unreachable.From(asked.Method, request.RequestUri!, e);
        }
    }

    /// <summary>
    /// A POST without a body gets an empty one: what has no body at all, the platform's handler sends again by itself when
    /// a connection breaks off before the answer.
    /// </summary>
    private static HttpContent? ContentOf(ApiRequest request) =>
        request.Body?.ToContent() ?? (Endpoint.IsIdempotent(request.Method) ? null : new ByteArrayContent([]));

    private static ApiErrorDetails Details(
        ApiCall call, Connection connection, DateTimeOffset arrived, Uri address, HttpResponseMessage response, byte[] body)
    {
        if (response.IsSuccessStatusCode)
        {
            // Reading headers costs more than the rest of a call, and nobody asks for them when all is well.
            TimeSpan? offset = connection.Clock.Correction == TimeSpan.Zero ? null : ServersClock.OffsetOf(response, arrived);
            return new ApiErrorDetails(call.Request.Method, address, response.StatusCode, default, null, null, offset, call.Attempts);
        }

        string? requestId = RequestIdHeaders
            .Select(name => response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.FirstOrDefault() : null)
            .FirstOrDefault(static id => id is not null);
        TimeSpan? retryAfter = RetryAfter.Of(response, arrived);
        return new ApiErrorDetails(
            call.Request.Method, address, response.StatusCode,
            ErrorBody.Read(body), requestId, retryAfter, ServersClock.OffsetOf(response, arrived), call.Attempts);
    }
}

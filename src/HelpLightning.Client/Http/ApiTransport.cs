using System.Diagnostics;
using System.Net.Http.Headers;
using Polly;
using Polly.CircuitBreaker;

namespace HelpLightning.Client;

/// <summary>
/// Sends a call and reads the whole answer, within the time limits and the size limit. Each attempt is a new message with
/// a token of its own; a token that is refused is replaced once.
/// </summary>
internal sealed class ApiTransport
{
    private static readonly string[] RequestIdHeaders = ["x-request-id", "x-amzn-requestid", "x-correlation-id"];

    private readonly HttpClient _http;
    private readonly CurrentConnection _connections;
    private readonly ClientTelemetry _telemetry;

    public ApiTransport(HttpClient http, CurrentConnection connections, ClientTelemetry telemetry)
    {
        _http = http;
        _connections = connections;
        _telemetry = telemetry;

        // The client's own limit would end with the headers and let a stalled body wait for ever.
        _http.Timeout = Timeout.InfiniteTimeSpan;
    }

    public async Task<HelpLightningResponse> SendAsync(ApiRequest request, TokenSource tokens, CancellationToken cancellationToken)
    {
        Connection connection = _connections.Value;
        ApiCall call = new(request, tokens, connection.Options.Timeout);
        using Activity? activity = ClientTelemetry.Start(request, connection);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(connection.Options.Timeout);
        int? status = null;
        string? error = null;
        try
        {
            HelpLightningResponse response = await RunAsync(call, connection, limit.Token).ConfigureAwait(false);
            status = (int)response.Status;
            error = response.IsSuccess ? null : $"{status}";
            return response;
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested && e is OperationCanceledException or HelpLightningUnreachableException)
        {
            // With the caller's own token, not the linked one, so that the caller can tell whose cancellation it was.
            error = "cancelled";
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        catch (OperationCanceledException e)
        {
            error = "timeout";
            throw Counted(TimedOut(call, connection, connection.Options.Timeout, "raise Timeout", e), call, connection);
        }
        catch (BrokenCircuitException e)
        {
            error = "circuit_open";
            throw Counted(
                new HelpLightningUnreachableException(
                    $"{RequestLine(call, connection)} was not sent: too many calls have failed, and the circuit breaker is open. Try again in a while.", UnreachableReason.CircuitOpen, e),
                call,
                connection);
        }
        catch (Exception e)
        {
            error = e is HelpLightningException ? e.GetType().Name : "failed";
            if (e is HelpLightningException ours)
            {
                Counted(ours, call, connection);
            }

            throw;
        }
        finally
        {
            ClientTelemetry.Stop(activity, call, connection, status, error);
        }
    }

    private async Task<HelpLightningResponse> RunAsync(ApiCall call, Connection connection, CancellationToken cancellationToken)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get(cancellationToken);
        RetryRules.Attach(context, call);
        try
        {
            return await connection.Pipeline.ExecuteAsync(
                static (context, state) => new ValueTask<HelpLightningResponse>(state.Self.AttemptAsync(state.Call, context.CancellationToken)),
                context,
                (Self: this, Call: call)).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>One attempt by the retry's count; two sendings when the first token is refused.</summary>
    private async Task<HelpLightningResponse> AttemptAsync(ApiCall call, CancellationToken cancellationToken)
    {
        while (true)
        {
            // The settings may have changed since the last attempt.
            Connection connection = _connections.Use();
            try
            {
                if (await TryAttemptAsync(call, connection, cancellationToken).ConfigureAwait(false) is { } response)
                {
                    return response;
                }
            }
            finally
            {
                connection.Release();
            }
        }
    }

    /// <returns>Null to begin anew: with another token, or because the settings have changed before anything was sent.</returns>
    private async Task<HelpLightningResponse?> TryAttemptAsync(ApiCall call, Connection connection, CancellationToken cancellationToken)
    {
        if (!await TryTakeTurnAsync(connection, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        PreparedToken token = await PrepareTokenAsync(call, connection, cancellationToken).ConfigureAwait(false);
        if (connection.IsReplaced)
        {
            return null;
        }

        HelpLightningResponse response = await SendOnceAsync(call, connection, token, cancellationToken).ConfigureAwait(false);
        CorrectClock(response, connection);
        if (!response.IsTokenRefused || call.HasReplacedToken || !call.Tokens.CanRenew || call.Request.Body is { IsRepeatable: false })
        {
            return response;
        }

        call.HasReplacedToken = true;
        call.Tokens.Refuse(connection, token);
        _telemetry.TokenReplaced(call);
        return null;
    }

    private static async ValueTask<PreparedToken> PrepareTokenAsync(ApiCall call, Connection connection, CancellationToken cancellationToken)
    {
        try
        {
            return await call.Tokens.PrepareAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        catch (HelpLightningException)
        {
            call.HasNoToken = true;
            throw;
        }
    }

    /// <summary>
    /// When a token was refused; and at every answer while a correction is in force, because somebody may set the
    /// machine's clock right, after which tokens would live too long without anybody refusing them.
    /// </summary>
    private void CorrectClock(HelpLightningResponse response, Connection connection)
    {
        if ((response.IsTokenRefused || connection.Clock.Correction != TimeSpan.Zero)
            && response.ClockOffset is { } offset && connection.Clock.TryCorrect(offset))
        {
            _telemetry.ClockCorrected(connection.Clock.Correction, connection.Origin.Host);
        }
    }

    /// <returns>False when the client's own rate limit let the call go because the settings have changed.</returns>
    private static async ValueTask<bool> TryTakeTurnAsync(Connection connection, CancellationToken cancellationToken)
    {
        if (connection.Limiter is null)
        {
            return true;
        }

        long start = Stopwatch.GetTimestamp();
        bool isTurn = await connection.TryTakeTurnAsync(cancellationToken).ConfigureAwait(false);
        ClientTelemetry.Waited(Stopwatch.GetElapsedTime(start));
        return isTurn;
    }

    private async Task<HelpLightningResponse> SendOnceAsync(ApiCall call, Connection connection, PreparedToken token, CancellationToken cancellationToken)
    {
        call.Attempts++;
        ApiRequest asked = call.Request;
        using HttpRequestMessage request = new(asked.Method, connection.Origin.Resolve(asked.PathAndQuery)) { Content = ContentOf(asked) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        AuthorizationHandler.Attach(request, connection, token);
        string path = request.RequestUri!.AbsolutePath;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(connection.Options.AttemptTimeout);
        try
        {
            using HttpResponseMessage response = await _http
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            DateTimeOffset arrived = connection.Options.TimeProvider.GetUtcNow();
            byte[] body = await ReplyReader.ReadAsync(response, $"{asked.Method} {path}", limit.Token).ConfigureAwait(false);
            return new HelpLightningResponse(response, body, Details(call, arrived, path, response, body));
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw TimedOut(call, connection, connection.Options.AttemptTimeout, "raise AttemptTimeout", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Unreachable.From(asked.Method, request.RequestUri, e);
        }
    }

    /// <summary>
    /// A POST without a body gets an empty one: what has no body at all, the platform's handler sends again by itself when
    /// a connection breaks off before the answer.
    /// </summary>
    private static HttpContent? ContentOf(ApiRequest request) =>
        request.Body?.ToContent() ?? (Endpoint.IsIdempotent(request.Method) ? null : new ByteArrayContent([]));

    private static HelpLightningUnreachableException TimedOut(ApiCall call, Connection connection, TimeSpan limit, string remedy, Exception cause) => new(
        $"{RequestLine(call, connection)} had no whole answer within {limit.TotalSeconds:0.###} s. Try again, or {remedy}.", UnreachableReason.Timeout, cause);

    private static HelpLightningException Counted(HelpLightningException e, ApiCall call, Connection connection)
    {
        e.RequestLine ??= RequestLine(call, connection);
        e.Attempts = Math.Max(e.Attempts, call.Attempts);
        return e;
    }

    private static string RequestLine(ApiCall call, Connection connection)
    {
        try
        {
            return $"{call.Request.Method} {connection.Origin.Resolve(call.Request.PathAndQuery).AbsolutePath}";
        }
        catch (Exception e) when (e is ArgumentException or HelpLightningOriginException)
        {
            return call.Request.Method.Method;
        }
    }

    private static ApiErrorDetails Details(ApiCall call, DateTimeOffset arrived, string path, HttpResponseMessage response, byte[] body)
    {
        ErrorBody error = response.IsSuccessStatusCode ? default : ErrorBody.Read(body);
        string? requestId = RequestIdHeaders
            .Select(name => response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.FirstOrDefault() : null)
            .FirstOrDefault(static id => id is not null);
        TimeSpan? retryAfter = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,

            // By the server's own clock, when it tells it: ours may be off.
            { Date: { } date } => TimeSpan.FromTicks(Math.Max(0, (date - (response.Headers.Date ?? arrived)).Ticks)),
            _ => null,
        };

        // What a cache kept has the time of when it was made.
        TimeSpan? clockOffset = response.Headers.Age > TimeSpan.Zero ? null : response.Headers.Date - arrived;
        return new ApiErrorDetails(call.Request.Method, path, response.StatusCode, error, requestId, retryAfter, clockOffset, call.Attempts);
    }
}

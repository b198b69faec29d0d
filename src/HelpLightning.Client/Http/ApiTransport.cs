using System.Diagnostics;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Polly;
using Polly.CircuitBreaker;

namespace HelpLightning.Client;

/// <summary>
/// Sends a call and reads the whole answer, within the time limits and the size limit. Each attempt is a new message with
/// a token of its own; a token that is refused is replaced once. The steps that every call takes keep their state in
/// pooled objects: a call has many, and what they leave behind would cost more than they do.
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
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    public async Task<HelpLightningResponse> SendAsync(ApiRequest request, TokenSource tokens, CancellationToken cancellationToken)
    {
        Connection connection = _connections.Value;
        ApiCall call = new(request, tokens, connection.Options.Timeout);
        using Activity? activity = ClientTelemetry.Start(request, connection);
        int? status = null;
        string? error = null;
        try
        {
            HelpLightningResponse response = await RunAsync(call, connection, cancellationToken).ConfigureAwait(false);
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

    /// <summary>
    /// Most calls succeed at once. The retry rules are only asked when there is something to judge, and begin with the
    /// outcome of the first attempt; a circuit breaker wants to see every call.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<HelpLightningResponse> RunAsync(ApiCall call, Connection connection, CancellationToken cancellationToken)
    {
        if (!connection.Options.CircuitBreaker)
        {
            try
            {
                HelpLightningResponse response = await AttemptAsync(call, cancellationToken).ConfigureAwait(false);
                if (response.IsSuccess)
                {
                    return response;
                }

                call.FirstOutcome = Outcome.FromResult(response);
            }
            catch (HelpLightningUnreachableException e)
            {
                call.FirstOutcome = Outcome.FromException<HelpLightningResponse>(e);
            }
        }

        return await RunWithRetriesAsync(call, connection, cancellationToken).ConfigureAwait(false);
    }

    private async Task<HelpLightningResponse> RunWithRetriesAsync(ApiCall call, Connection connection, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(call.TimeLeft);
        ResilienceContext context = ResilienceContextPool.Shared.Get(limit.Token);
        RetryRules.Attach(context, call);
        try
        {
            Outcome<HelpLightningResponse> outcome = await connection.Pipeline.ExecuteOutcomeAsync(
                static (context, state) => state.Call.TakeFirstOutcome() is { } first
                    ? new ValueTask<Outcome<HelpLightningResponse>>(first)
                    : state.Self.OutcomeOfAttemptAsync(state.Call, context.CancellationToken),
                context,
                (Self: this, Call: call)).ConfigureAwait(false);
            outcome.ThrowIfException();
            return outcome.Result!;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async ValueTask<Outcome<HelpLightningResponse>> OutcomeOfAttemptAsync(ApiCall call, CancellationToken cancellationToken)
    {
        try
        {
            return Outcome.FromResult(await AttemptAsync(call, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e)
        {
            return Outcome.FromException<HelpLightningResponse>(e);
        }
    }

    /// <summary>One attempt by the retry's count; two sendings when the first token is refused.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<HelpLightningResponse> AttemptAsync(ApiCall call, CancellationToken cancellationToken)
    {
        // One source serves for both limits: all the time that is left while waiting, the attempt's while sending.
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        while (true)
        {
            // The settings may have changed since the last attempt.
            limit.CancelAfter(call.TimeLeft);
            Connection connection = _connections.Use();
            try
            {
                if (await TryAttemptAsync(call, connection, limit, cancellationToken).ConfigureAwait(false) is { } response)
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
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<HelpLightningResponse?> TryAttemptAsync(ApiCall call, Connection connection, CancellationTokenSource limit, CancellationToken cancellationToken)
    {
        if (connection.Limiter is not null && !await TryTakeTurnAsync(connection, limit.Token).ConfigureAwait(false))
        {
            return null;
        }

        PreparedToken token;
        try
        {
            token = await call.Tokens.PrepareAsync(connection, limit.Token).ConfigureAwait(false);
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

        HelpLightningResponse response = await SendOnceAsync(call, connection, token, limit, cancellationToken).ConfigureAwait(false);
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
        long start = Stopwatch.GetTimestamp();
        bool isTurn = await connection.TryTakeTurnAsync(cancellationToken).ConfigureAwait(false);
        ClientTelemetry.Waited(Stopwatch.GetElapsedTime(start));
        return isTurn;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<HelpLightningResponse> SendOnceAsync(ApiCall call, Connection connection, PreparedToken token, CancellationTokenSource limit, CancellationToken cancellationToken)
    {
        call.Attempts++;
        ApiRequest asked = call.Request;
        using HttpRequestMessage request = new(asked.Method, connection.Origin.Resolve(asked.PathAndQuery)) { Content = ContentOf(asked) };
        AuthorizationHandler.Attach(request, connection, token);
        string path = request.RequestUri!.AbsolutePath;
        bool hasTimeForMore = connection.Options.AttemptTimeout < call.TimeLeft;
        if (hasTimeForMore)
        {
            limit.CancelAfter(connection.Options.AttemptTimeout);
        }

        try
        {
            using HttpResponseMessage response = await _http
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            DateTimeOffset arrived = connection.Options.TimeProvider.GetUtcNow();
            byte[] body = await ReplyReader.ReadAsync(response, request, limit.Token).ConfigureAwait(false);
            return new HelpLightningResponse(response, body, Details(call, connection, arrived, path, response, body));
        }
        catch (OperationCanceledException e) when (hasTimeForMore && !cancellationToken.IsCancellationRequested)
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

    private static ApiErrorDetails Details(ApiCall call, Connection connection, DateTimeOffset arrived, string path, HttpResponseMessage response, byte[] body)
    {
        if (response.IsSuccessStatusCode)
        {
            // Reading headers costs more than the rest of a call, and nobody asks for them when all is well.
            TimeSpan? offset = connection.Clock.Correction == TimeSpan.Zero ? null : ClockOffset(response, arrived);
            return new ApiErrorDetails(call.Request.Method, path, response.StatusCode, default, null, null, offset, call.Attempts);
        }

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
        return new ApiErrorDetails(call.Request.Method, path, response.StatusCode, ErrorBody.Read(body), requestId, retryAfter, ClockOffset(response, arrived), call.Attempts);
    }

    /// <summary>As the head arrived, for a body may be slow; what a cache kept has the time of when it was made.</summary>
    private static TimeSpan? ClockOffset(HttpResponseMessage response, DateTimeOffset arrived) =>
        response.Headers.Age > TimeSpan.Zero ? null : response.Headers.Date - arrived;
}

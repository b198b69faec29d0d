using System.Diagnostics;
using System.Runtime.CompilerServices;
using Polly;
using Polly.CircuitBreaker;

namespace HelpLightning.Client;

/// <summary>
/// Makes a call: attempts within its time limit, by the rules of retrying, and an error that says what became of them. The
/// steps that every call takes keep their state in pooled objects: a call has many, and what they leave behind would cost
/// more than they do.
/// </summary>
internal sealed class ApiTransport
{
    private readonly CurrentConnection _connections;
    private readonly AttemptSender _sender;

    public ApiTransport(HttpMessageInvoker http, CurrentConnection connections, ClientTelemetry telemetry)
    {
        _connections = connections;
        _sender = new AttemptSender(http, connections, telemetry);
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
        catch (Exception e)
            when (cancellationToken.IsCancellationRequested && e is OperationCanceledException or HelpLightningUnreachableException)
        {
            // With the caller's own token, not the linked one, so that the caller can tell whose cancellation it was.
            error = "cancelled";
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        catch (OperationCanceledException e)
        {
            error = "timeout";
            throw Counted(call.TimedOut(connection, connection.Options.Timeout, nameof(HelpLightningOptions.Timeout), e), call, connection);
        }
        catch (BrokenCircuitException e)
        {
            error = "circuit_open";
            throw Counted(
                new HelpLightningUnreachableException(
                    $"{call.RequestLine(connection)} was not sent: too many calls have failed, and the circuit breaker is open.",
                    UnreachableReason.CircuitOpen, e)
                {
                    Remedy = "Try again in a while.",
                },
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
    /// outcome of the first attempt: to go through them each time would cost 2 to 5 % of the calls a second (docs/performance.md). A
    /// circuit breaker wants to see every call.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<HelpLightningResponse> RunAsync(ApiCall call, Connection connection, CancellationToken cancellationToken)
    {
        if (!connection.Options.CircuitBreaker)
        {
            try
            {
                HelpLightningResponse response = await _sender.SendAsync(call, cancellationToken).ConfigureAwait(false);
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
            return Outcome.FromResult(await _sender.SendAsync(call, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e)
        {
            return Outcome.FromException<HelpLightningResponse>(e);
        }
    }

    private static HelpLightningException Counted(HelpLightningException e, ApiCall call, Connection connection)
    {
        e.Of(call.RequestLine(connection));
        e.SentTimes(Math.Max(e.Attempts, call.Attempts));
        return e;
    }
}

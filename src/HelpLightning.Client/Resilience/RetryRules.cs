using System.Net;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace HelpLightning.Client;

/// <summary>
/// When a call is tried again, and after how long: requests that may be repeated, on connection failures, 408, 429 and
/// 5xx, with exponential waits and jitter, or as long as the server's <c>Retry-After</c> says.
/// </summary>
internal static class RetryRules
{
    private static readonly ResiliencePropertyKey<ApiCall> CallKey = new("HelpLightning.Call");

    public static ResiliencePipeline<HelpLightningResponse> Build(HelpLightningOptions options, ClientTelemetry telemetry)
    {
        ResiliencePipelineBuilder<HelpLightningResponse> builder = new() { TimeProvider = options.TimeProvider };
        if (options.MaxRetries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<HelpLightningResponse>
            {
                MaxRetryAttempts = options.MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.RetryDelay,
                MaxDelay = options.MaxRetryDelay,
                ShouldHandle = arguments => ValueTask.FromResult(IsWorthRepeating(arguments.Outcome, CallOf(arguments.Context), options)),
                DelayGenerator = arguments => ValueTask.FromResult(
                    Backoff.AtLeast(arguments.Outcome.Result?.RetryAfter, options, arguments.AttemptNumber)),
                OnRetry = arguments =>
                {
                    telemetry.Retrying(CallOf(arguments.Context), arguments.Outcome, arguments.RetryDelay);
                    return default;
                },
            });
        }

        if (options.CircuitBreaker)
        {
            builder.AddCircuitBreaker(new CircuitBreakerStrategyOptions<HelpLightningResponse>
            {
                FailureRatio = options.CircuitBreakerFailureRatio,
                MinimumThroughput = options.CircuitBreakerMinimumRequests,
                BreakDuration = options.CircuitBreakerPause,
                ShouldHandle = static arguments => ValueTask.FromResult(IsServersFailure(arguments.Outcome)),
            });
        }

        return builder.Build();
    }

    public static void Attach(ResilienceContext context, ApiCall call) => context.Properties.Set(CallKey, call);

    private static ApiCall CallOf(ResilienceContext context) =>
        context.Properties.TryGetValue(CallKey, out ApiCall? call) ? call : throw new InvalidOperationException("The call is missing.");

    private static bool IsServersFailure(Outcome<HelpLightningResponse> outcome) =>
        outcome.Exception is HelpLightningUnreachableException
        || outcome.Result?.Status is >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout;

    private static bool IsWorthRepeating(Outcome<HelpLightningResponse> outcome, ApiCall call, HelpLightningOptions options)
    {
        if (!call.Request.IsRepeatable
            || call.HasNoToken
            || (!IsServersFailure(outcome) && outcome.Result?.Status != HttpStatusCode.TooManyRequests))
        {
            return false;
        }

        if (outcome.Result?.Status is HttpStatusCode.NotImplemented or HttpStatusCode.HttpVersionNotSupported
            || outcome.Exception is HelpLightningUnreachableException { Reason: UnreachableReason.Untrusted })
        {
            // They will be the same next time.
            return false;
        }

        // A server that asks for a longer wait than we are willing to take has said no: coming back earlier would only
        // be refused again.
        TimeSpan wait = outcome.Result?.RetryAfter ?? TimeSpan.Zero;
        return wait <= options.MaxRetryDelay && wait < call.TimeLeft;
    }
}

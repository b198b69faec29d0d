using Polly;
using Polly.Retry;

namespace HelpLightning.Client;

/// <summary>
/// When a download goes on after a break, and after how long: as <see cref="RetryRules"/> has it, but counted from the last attempt that
/// brought something new.
/// </summary>
internal static class DownloadRetries
{
    public static ResiliencePipeline<DownloadAttempt> For(DownloadState state, HelpLightningOptions options) =>
        new ResiliencePipelineBuilder<DownloadAttempt> { TimeProvider = options.TimeProvider }
            .AddRetry(new RetryStrategyOptions<DownloadAttempt>
            {
                // Failures in a row are counted by the state: a file may break off often, as long as it comes nearer to its end.
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = attempt => ValueTask.FromResult(
                    attempt.Outcome.Result.Failure is HelpLightningUnreachableException or HelpLightningRateLimitedException
                    && state.Failures <= options.MaxRetries && !(state.AskedWait > options.MaxRetryDelay)),
                DelayGenerator = _ => ValueTask.FromResult(
                    Backoff.AtLeast(state.AskedWait ?? TimeSpan.Zero, options, state.Failures - 1)),
            })
            .Build();
}

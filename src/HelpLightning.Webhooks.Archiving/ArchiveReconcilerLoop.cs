namespace HelpLightning.Webhooks.Archiving;

/// <summary>
/// Runs an <see cref="ArchiveReconciler"/> at once and then again and again, for a background service. A round that fails is told, and the
/// next one comes all the same.
/// </summary>
public sealed class ArchiveReconcilerLoop
{
    private readonly ArchiveReconciler _reconciler;
    private readonly ArchiveReconcilerLoopOptions _options;

    /// <param name="reconciler">What to run.</param>
    /// <param name="options">How often.</param>
    public ArchiveReconcilerLoop(ArchiveReconciler reconciler, ArchiveReconcilerLoopOptions options)
    {
        ArgumentNullException.ThrowIfNull(reconciler);
        ArgumentNullException.ThrowIfNull(options);
        _reconciler = reconciler;
        _options = options;
    }

    /// <summary>Runs until it is told to end; then it returns.</summary>
    /// <param name="progress">Told after each round, for a log; null for nobody.</param>
    /// <param name="cancellationToken">Ends it, also in the middle of a round.</param>
    public async Task RunAsync(IProgress<ArchiveReconcilerRound>? progress = null, CancellationToken cancellationToken = default)
    {
        using PeriodicTimer timer = new(_options.Interval, _options.TimeProvider);
        try
        {
            do
            {
                ArchiveReconcilerRound round = await RunOnceAsync(cancellationToken).ConfigureAwait(false);
                progress?.Report(round);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Told to end.
        }
    }

    private async Task<ArchiveReconcilerRound> RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            return new ArchiveReconcilerRound(await _reconciler.RunAsync(null, cancellationToken).ConfigureAwait(false), null);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it was, to stop looking would lose more.
            return new ArchiveReconcilerRound(null, e);
        }
    }
}

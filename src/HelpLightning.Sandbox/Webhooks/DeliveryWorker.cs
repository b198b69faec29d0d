using System.Threading.Channels;

namespace HelpLightning.Sandbox.Webhooks;

/// <summary>
/// Runs the work whenever it was woken since it last began, never twice at once. When it fails, it is run again after a
/// pause.
/// </summary>
internal sealed class DeliveryWorker : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Woken many times is woken once.</summary>
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private TimeSpan _pause = FirstPause;
    private volatile string? _problem;

    public DeliveryWorker(Func<DeliveryWorker, CancellationToken, Task> work)
    {
        // It outlives the request that first wakes it, whose clock and trace must not become its own.
        using AsyncFlowControl? flow = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
        _loop = Task.Run(() => LoopAsync(work), CancellationToken.None);
    }

    /// <summary>Why it does not get on; null when it does.</summary>
    public string? Problem => _problem;

    public void Wake() => _signal.Writer.TryWrite(true);

    /// <summary>The work tells that what may fail has not failed.</summary>
    public void GetsOn()
    {
        _problem = null;
        _pause = FirstPause;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task LoopAsync(Func<DeliveryWorker, CancellationToken, Task> work)
    {
        while (true)
        {
            await _signal.Reader.ReadAsync(_stop.Token).ConfigureAwait(false);
            try
            {
                await work(this, _stop.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (!_stop.IsCancellationRequested)
            {
                // Such as a data file that another program has locked, or a full disk. It may last, and must not end a webhook for good.
                _problem = e.Message;
                Wake();
                await Task.Delay(_pause, _stop.Token).ConfigureAwait(false);
                _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
            }
        }
    }
}

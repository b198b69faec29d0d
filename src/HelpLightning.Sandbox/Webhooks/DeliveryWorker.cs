using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Sandbox.Webhooks;

/// <summary>Runs the work whenever it was woken since it last began, never twice at once.</summary>
internal sealed class DeliveryWorker : IAsyncDisposable
{
    private static readonly TimeSpan PauseAfterLock = TimeSpan.FromSeconds(1);

    /// <summary>Woken many times is woken once.</summary>
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public DeliveryWorker(Func<CancellationToken, Task> work)
    {
        _loop = Task.Run(() => LoopAsync(work), CancellationToken.None);
    }

    public void Wake() => _signal.Writer.TryWrite(true);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task LoopAsync(Func<CancellationToken, Task> work)
    {
        while (true)
        {
            await _signal.Reader.ReadAsync(_stop.Token).ConfigureAwait(false);
            try
            {
                await work(_stop.Token).ConfigureAwait(false);
            }
            catch (SqliteException)
            {
                // The data file was locked by another program for too long. What is owed is stored, and is owed on.
                Wake();
                await Task.Delay(PauseAfterLock, _stop.Token).ConfigureAwait(false);
            }
        }
    }
}

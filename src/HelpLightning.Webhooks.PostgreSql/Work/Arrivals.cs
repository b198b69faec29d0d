using System.Threading.Channels;

namespace HelpLightning.Webhooks.PostgreSql.Work;

/// <summary>
/// When to look for events. What other processes do is looked for four times a second and not told by NOTIFY: that has the server commit
/// one transaction after the other, which costs intake more than these looks cost everybody, and does not go through pools of
/// connections.
/// </summary>
internal sealed class Arrivals
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(10);

    /// <summary>Told many times is told once.</summary>
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Signal() => _signal.Writer.TryWrite(true);

    /// <param name="isSoon">Something is known to be about to come.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task WaitAsync(bool isSoon, CancellationToken cancellationToken)
    {
        // The machine's clock, since what others do has no other.
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(isSoon ? Soon : Poll);
        try
        {
            await _signal.Reader.ReadAsync(end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It is time to look.
        }
    }
}

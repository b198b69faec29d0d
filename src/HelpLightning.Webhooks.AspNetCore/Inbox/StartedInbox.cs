using Microsoft.Extensions.Options;

namespace HelpLightning.Webhooks.AspNetCore;

/// <summary>
/// The application's inbox. It can be asked for before the store can be reached: until then it is not available, and it goes on trying.
/// </summary>
internal sealed class StartedInbox(
    InboxOpening opening, IServiceProvider services, IOptions<HelpLightningWebhookOptions> options, TimeProvider clock, LoggingObserver log)
    : DelegatingInbox
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _end = new();
    private volatile IWebhookInbox? _inner;
    private Task _opening = Task.CompletedTask;
    private bool _isDisposed;

    protected override IWebhookInbox Inner => _inner ?? throw new InboxUnavailableException("The inbox could not be opened yet.");

    /// <summary>Opens it; when the store cannot be reached, goes on trying in the background.</summary>
    /// <exception cref="Exception">No attempt would mend it.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (InboxUnavailableException e)
        {
            log.StoreFailed(e);
            _opening = Task.Run(KeepTryingAsync, CancellationToken.None);
        }
    }

    protected override async ValueTask CloseAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        await _end.CancelAsync().ConfigureAwait(false);
        await _opening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
        if (_inner is { } inner)
        {
            await inner.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask OpenAsync(CancellationToken cancellationToken) =>
        _inner = await opening.Open(services, options.Value.ForInbox(clock), cancellationToken).ConfigureAwait(false);

    private async Task KeepTryingAsync()
    {
        TimeSpan pause = TimeSpan.FromSeconds(1);
        while (true)
        {
            await Task.Delay(pause, clock, _end.Token).ConfigureAwait(false);
            try
            {
                await OpenAsync(_end.Token).ConfigureAwait(false);
                log.StoreRecovered();
                return;
            }
            catch (Exception e) when (!_end.IsCancellationRequested)
            {
                // Also what looks like a wrong setting: the program runs already, and somebody may be setting it right.
                log.StoreFailed(e);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }
}

namespace HelpLightning.Webhooks.Tests.AspNetCore;

/// <summary>An inbox whose disk can be made to hang.</summary>
internal sealed class StallingInbox(InboxOptions options) : GroupCommitInbox(options, writers: 1, largestGroup: 10)
{
    private volatile TaskCompletionSource? _stall;

    public void Stall() => _stall = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void GoOn() => _stall?.SetResult();

    public override ValueTask<IReadOnlyList<InboxEvent>> ClaimAsync(int limit, CancellationToken cancellationToken = default) => new([]);

    public override ValueTask RenewAsync(CancellationToken cancellationToken = default) => default;

    public override ValueTask SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken = default) => default;

    public override Task WaitForEventsAsync(CancellationToken cancellationToken = default) => Task.Delay(50, cancellationToken);

    public override IAsyncEnumerable<InboxEvent> ListAsync(InboxQuery query, CancellationToken cancellationToken = default) =>
        AsyncEnumerable.Empty<InboxEvent>();

    public override ValueTask<InboxEvent?> FindAsync(long id, CancellationToken cancellationToken = default) => default;

    public override ValueTask<long> RetryAsync(InboxQuery query, CancellationToken cancellationToken = default) => default;

    public override ValueTask<long> DiscardAsync(InboxQuery query, CancellationToken cancellationToken = default) => default;

    public override ValueTask<long> ReplayAsync(InboxQuery query, CancellationToken cancellationToken = default) => default;

    public override ValueTask<InboxStatus> GetStatusAsync(CancellationToken cancellationToken = default) => new(new InboxStatus());

    public override ValueTask<long> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken = default) => default;

    protected override async ValueTask WriteAsync(IReadOnlyList<IncomingEvent> batch, IntakeResult[] results)
    {
        if (_stall is { } stall)
        {
            await stall.Task;
        }

        Array.Fill(results, IntakeResult.Stored);
    }
}

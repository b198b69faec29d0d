using HelpLightning.Tests;
using Microsoft.Extensions.Time.Testing;
using static HelpLightning.Webhooks.Tests.Inbox.Bodies;

namespace HelpLightning.Webhooks.Tests.Inbox;

public sealed class GroupCommitTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly List<int> _groups = [];
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<IncomingEvent, bool> _isBad = static _ => false;

    [Fact]
    public async Task What_comes_while_a_group_is_written_is_one_group()
    {
        await using GroupCommit commit = Make(capacity: 100);
        Task<IntakeResult> first = Accept(commit, "first");
        await Eventually.HoldsAsync(() => _groups.Count == 1);
        Task<IntakeResult>[] others = [.. Enumerable.Range(0, 20).Select(i => Accept(commit, $"event{i}"))];
        Assert.DoesNotContain(others.Prepend(first), static t => t.IsCompleted);
        _gate.SetResult();
        Assert.All(await Task.WhenAll(others.Prepend(first)), static r => Assert.Equal(IntakeResult.Stored, r));
        Assert.Equal([1, 20], _groups);
    }

    [Fact]
    public async Task A_store_that_stalls_costs_its_senders_an_answer_and_no_more()
    {
        await using GroupCommit commit = Make(capacity: 100);
        Task<IntakeResult> underWay = Accept(commit, "one");
        await Eventually.HoldsAsync(() => _groups.Count == 1);
        Task<IntakeResult> behind = Accept(commit, "two");
        _clock.Advance(TimeSpan.FromSeconds(3));
        Task<IntakeResult> later = Accept(commit, "three");
        _clock.Advance(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAsync<InboxUnavailableException>(() => underWay);
        await Assert.ThrowsAsync<InboxUnavailableException>(() => behind);
        Assert.False(later.IsCompleted);

        _gate.SetResult();
        Assert.Equal(IntakeResult.Stored, await later);
        Assert.Equal(IntakeResult.Stored, await Accept(commit, "four"));
    }

    [Fact]
    public async Task When_too_many_wait_one_more_is_refused_at_once()
    {
        await using GroupCommit commit = Make(capacity: 3);
        Task<IntakeResult> underWay = Accept(commit, "one");
        await Eventually.HoldsAsync(() => _groups.Count == 1);
        Task<IntakeResult>[] waiting = [Accept(commit, "two"), Accept(commit, "three"), Accept(commit, "four")];
        InboxUnavailableException refused = await Assert.ThrowsAsync<InboxUnavailableException>(() => Accept(commit, "five"));
        Assert.Contains("3 events wait", refused.Message, StringComparison.Ordinal);
        _gate.SetResult();
        await Task.WhenAll(waiting.Prepend(underWay));
    }

    [Fact]
    public async Task One_bad_event_does_not_take_its_neighbours_with_it()
    {
        _isBad = static e => e.Summary.Category == "bad";
        await using GroupCommit commit = Make(capacity: 100);
        Task<IntakeResult> first = Accept(commit, "first");
        await Eventually.HoldsAsync(() => _groups.Count == 1);
        Task<IntakeResult>[] good = [Accept(commit, "a"), Accept(commit, "b")];
        Task<IntakeResult> bad = Accept(commit, "bad");
        _gate.SetResult();
        await Task.WhenAll(good.Prepend(first));
        await Assert.ThrowsAsync<InboxUnavailableException>(() => bad);
    }

    [Fact]
    public async Task What_was_taken_is_written_before_it_closes()
    {
        GroupCommit commit = Make(capacity: 100);
        Task<IntakeResult> taken = Accept(commit, "one");
        ValueTask closing = commit.DisposeAsync();
        await Assert.ThrowsAsync<InboxUnavailableException>(() => Accept(commit, "two"));
        _gate.SetResult();
        await closing;
        Assert.Equal(IntakeResult.Stored, await taken);
    }

    private static Task<IntakeResult> Accept(GroupCommit commit, string category) =>
        commit.AcceptAsync(Incoming(Of(category, "call_1"))).AsTask();

    private GroupCommit Make(int capacity) => new(
        async (batch, results) =>
        {
            _groups.Add(batch.Count);
            await _gate.Task;
            if (batch.Any(_isBad))
            {
                throw new FormatException("Something in it cannot be stored.");
            }

            Array.Fill(results, IntakeResult.Stored);
        },
        writers: 1, largest: 50, new InboxOptions { QueueCapacity = capacity, TimeProvider = _clock });
}

using HelpLightning.Webhooks.PostgreSql.Work;
using Microsoft.Extensions.Time.Testing;

namespace HelpLightning.Webhooks.Tests.PostgreSql;

/// <summary>What a worker makes of the numbers that it sees, and of those that it misses.</summary>
public sealed class BacklogTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Numbers_that_are_missing_are_waited_for_until_no_transaction_can_bring_them()
    {
        Backlog backlog = new(floor: 10, _clock);
        Assert.True(backlog.TryPass(11, call: 1, isNew: true, horizon: 100));
        Assert.False(backlog.TryPass(14, call: 1, isNew: true, horizon: 100));
        Assert.True(backlog.NeedsBarrier);
        backlog.SetBarrier(120);
        Assert.False(backlog.TryPass(14, call: 1, isNew: true, horizon: 119));
        Assert.Equal(11, backlog.Cursor);
        Assert.True(backlog.TryPass(14, call: 1, isNew: true, horizon: 120));
        Assert.Empty(backlog.Holes);
        Assert.Equal([(11, 1), (14, 1)], backlog.Candidates(10, [], []));
    }

    [Fact]
    public void What_comes_late_in_a_gap_that_is_not_waited_for_is_found_and_keeps_the_floor_down()
    {
        Backlog backlog = new(floor: 0, _clock);
        Assert.False(backlog.TryPass(3, call: 7, isNew: false, horizon: 5));
        backlog.SetBarrier(9);
        Assert.False(backlog.TryPass(3, call: 7, isNew: false, horizon: 5));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(backlog.TryPass(3, call: 7, isNew: false, horizon: 5));
        Assert.Equal(new Gap(1, 2), Assert.Single(backlog.Holes) with { Barrier = null, Since = 0 });
        Assert.Equal(0, backlog.Floor());

        backlog.Find(2, call: 8, isNew: true);
        backlog.Close(horizon: 8);
        Assert.Equal(0, backlog.Floor());
        backlog.Close(horizon: 9);
        Assert.Equal(1, backlog.Floor());
        backlog.Take(2, call: 8, isNew: true);
        Assert.Equal(1, backlog.Floor());
        Assert.True(backlog.Settle(2));
        Assert.Equal(3, backlog.Floor());
    }

    [Fact]
    public void A_gap_that_is_filled_is_none()
    {
        Backlog backlog = new(floor: 0, _clock);
        Assert.False(backlog.TryPass(2, call: 1, isNew: true, horizon: 1));
        Assert.True(backlog.IsAtGap);
        Assert.True(backlog.TryPass(1, call: 1, isNew: true, horizon: 1));
        Assert.True(backlog.TryPass(2, call: 1, isNew: true, horizon: 1));
        Assert.False(backlog.IsAtGap);
    }

    [Fact]
    public void Candidates_are_of_calls_that_nobody_has_in_hand()
    {
        Backlog backlog = new(floor: 0, _clock);
        for (int id = 1; id <= 6; id++)
        {
            Assert.True(backlog.TryPass(id, call: id % 3, isNew: true, horizon: 1));
        }

        backlog.Take(1, call: 1, isNew: true);
        Assert.Equal([(0, 9), (3, 0), (6, 0)], backlog.Candidates(10, [(0, 9), (8, 1)], [2]));
        Assert.Equal([(2, 2)], backlog.Candidates(1, [], []));
        backlog.Release();
        Assert.Equal(6, backlog.Candidates(10, [], []).Count);
        Assert.False(backlog.Settle(1));
    }
}

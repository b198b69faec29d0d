using HelpLightning.Files;
using HelpLightning.Tests;
using Microsoft.Extensions.Time.Testing;

namespace HelpLightning.Webhooks.Tests.Files;

/// <summary>When a file is looked at, what is in force meanwhile, and who is told.</summary>
public sealed class FollowedFileTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly List<string> _told = [];
    private Func<string?> _take = static () => "start";
    private int _looks;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void It_is_looked_at_when_asked_once_a_second_at_most()
    {
        FollowedFile<string> file = Follow();
        _take = static () => "next";
        _clock.Advance(TimeSpan.FromSeconds(0.999));
        Assert.Equal("start", file.Look());
        _clock.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Equal("start", file.InForce);
        Assert.Equal("next", file.Look());
        Assert.Equal("next", file.InForce);
        Assert.Equal(2, _looks);
    }

    [Fact]
    public void Who_missed_something_has_it_looked_at_ten_times_a_second_at_most()
    {
        FollowedFile<string> file = Follow();
        _take = static () => "next";
        _clock.Advance(TimeSpan.FromSeconds(0.099));
        Assert.Equal("start", file.LookAgain());
        _clock.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Equal("next", file.LookAgain());
        file.LookAgain();
        Assert.Equal(2, _looks);
    }

    [Fact]
    public void What_it_throws_first_is_thrown()
    {
        _take = static () => throw new InvalidDataException("empty");
        Assert.Throws<InvalidDataException>(Follow);
    }

    [Fact]
    public void Each_problem_is_told_once_and_so_is_its_end_while_the_last_good_content_stays()
    {
        FollowedFile<string> file = Follow();
        Assert.Equal(["-", "-"], Three(null, null));
        Assert.Equal(["Broken one", "-"], Three(new IOException("one"), new IOException("one")));
        Assert.Equal(["Broken two", "Broken one"], Three(new NotSupportedException("two"), new IOException("one")));
        Assert.Equal("one", file.Problem);
        Assert.Equal("start", file.InForce);
        Assert.Equal(["Mended", "-"], Three(null, null));
        Assert.Null(file.Problem);
        Assert.Equal(["Broken one"], Three(new IOException("one")));
        _take = static () => "next";
        file.Refresh();
        Assert.Equal(["Changed next"], _told);
        Assert.Null(file.Problem);

        string[] Three(params Exception?[] thrown)
        {
            List<string> all = [];
            foreach (Exception? e in thrown)
            {
                _told.Clear();
                _take = () => e is null ? null : throw e;
                file.Refresh();
                all.Add(_told.Count == 0 ? "-" : Assert.Single(_told));
            }

            _told.Clear();
            return [.. all];
        }
    }

    [Fact]
    public async Task One_looks_and_nobody_waits_for_it()
    {
        FollowedFile<string> file = Follow();
        using ManualResetEventSlim mayEnd = new();
        Task looking = HoldLook(mayEnd, "next");
        _clock.Advance(TimeSpan.FromSeconds(1));
        Task<string> slow = Task.Run(file.Look, Cancellation);
        await looking;
        try
        {
            Assert.Equal("start", await Task.Run(file.Look, Cancellation).WaitAsync(Eventually.Patience, Cancellation));
            Assert.Equal("start", await Task.Run(file.LookAgain, Cancellation).WaitAsync(Eventually.Patience, Cancellation));
        }
        finally
        {
            mayEnd.Set();
        }

        Assert.Equal("next", await slow);
    }

    [Fact]
    public async Task A_refresh_has_a_look_that_began_after_it_and_shares_it_with_others()
    {
        FollowedFile<string> file = Follow();
        using ManualResetEventSlim mayEnd = new();
        Task looking = HoldLook(mayEnd, "old");
        Task first = Task.Run(file.Refresh, Cancellation);
        await looking;
        const int Others = 8;
        using CountdownEvent asking = new(Others);
        Thread[] others = [.. Enumerable.Range(0, Others).Select(_ => new Thread(() =>
        {
            asking.Signal();
            file.Refresh();
        }))];
        Array.ForEach(others, static thread => thread.Start());
        Assert.True(asking.Wait(Eventually.Patience, Cancellation));
        await Eventually.HoldsAsync(() => others.All(static thread => (thread.ThreadState & ThreadState.WaitSleepJoin) != 0));
        _take = static () => "new";
        mayEnd.Set();
        await first;
        Array.ForEach(others, static thread => thread.Join());
        Assert.Equal("new", file.InForce);
        Assert.Equal(3, _looks);
    }

    /// <summary>The next look lasts until it may end.</summary>
    /// <returns>When it has begun.</returns>
    private Task HoldLook(ManualResetEventSlim mayEnd, string found)
    {
        TaskCompletionSource looking = new();
        _take = () =>
        {
            looking.SetResult();
            mayEnd.Wait(Cancellation);
            return found;
        };
        return looking.Task;
    }

    private FollowedFile<string> Follow() => new(
        () =>
        {
            _looks++;
            return _take();
        },
        _clock)
    {
        Changed = fresh => _told.Add($"Changed {fresh}"),
        Broken = problem => _told.Add($"Broken {problem}"),
        Mended = () => _told.Add("Mended"),
    };
}

using System.Collections.Concurrent;
using HelpLightning.Tests;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace HelpLightning.Proxy.Tests.Policy;

public sealed class FollowedPolicyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hl-policy-").FullName;
    private readonly FakeTimeProvider _clock = new();
    private readonly Lines _log = new();

    private string File => PathOf("p.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_written_in_place_is_followed_fifty_times() => FollowFiftyTimes(Write);

    [Fact]
    public void A_file_renamed_into_place_is_followed_fifty_times() => FollowFiftyTimes(json =>
    {
        System.IO.File.WriteAllText(PathOf("new"), json);
        System.IO.File.Move(PathOf("new"), File, overwrite: true);
    });

    [Fact]
    public void A_folder_that_a_cluster_swaps_is_followed_fifty_times()
    {
        int version = 0;
        FollowFiftyTimes(json =>
        {
            string folder = PathOf($"v{version++}");
            Directory.CreateDirectory(folder);
            System.IO.File.WriteAllText(Path.Combine(folder, "p.json"), json);
            if (version == 1)
            {
                System.IO.File.CreateSymbolicLink(File, Path.Combine(PathOf("data"), "p.json"));
            }
            else
            {
                Directory.Delete(PathOf("data"));
            }

            Directory.CreateSymbolicLink(PathOf("data"), folder);
        });
    }

    [Fact]
    public void It_is_looked_at_once_a_second_at_most()
    {
        Write(Allowing("/v1/a"));
        FollowedPolicy followed = Follow();
        Write(Allowing("/v1/b"));
        _clock.Advance(TimeSpan.FromSeconds(0.999));
        Assert.Equal("* /v1/a", Rule(followed));
        _clock.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Equal("* /v1/b", Rule(followed));
        Write(Allowing("/v1/c"));
        Assert.Equal("* /v1/b", Rule(followed));
        followed.Refresh();
        Assert.Equal("* /v1/c", Rule(followed));
    }

    [Fact]
    public void A_file_half_written_leaves_the_last_policy_in_force_and_is_told_once()
    {
        string next = Allowing("/v1/b");
        Write(Allowing("/v1/a"));
        FollowedPolicy followed = Follow();
        for (int length = 0; length < next.Length; length++)
        {
            Write(next[..length]);
            _clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal("* /v1/a", Rule(followed));
            Assert.NotNull(followed.Problem);
        }

        Write(next);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("* /v1/b", Rule(followed));
        Assert.Null(followed.Problem);
    }

    [Fact]
    public void Each_problem_is_logged_once_and_so_is_its_end()
    {
        Write(Allowing("/v1/a"));
        FollowedPolicy followed = Follow();
        Look(followed, 3);
        Assert.Empty(_log.Written);

        Write("{ \"alow\": [] }");
        Look(followed, 3);
        string first = Assert.Single(_log.Written);
        Assert.Contains("Did you mean \"allow\"?", first, StringComparison.Ordinal);
        Assert.EndsWith(followed.Problem!, first, StringComparison.Ordinal);

        System.IO.File.Delete(File);
        Look(followed, 3);
        Assert.Contains("is not there", _log.Written[1], StringComparison.Ordinal);

        // The same content is as wrong as before, and another problem than the last.
        Write("{ \"alow\": [] }");
        Look(followed, 3);
        Assert.Equal(first, _log.Written[2]);

        Write(Allowing("/v1/a"));
        Look(followed, 3);
        Assert.Contains("can be used again", _log.Written[3], StringComparison.Ordinal);
        Assert.Null(followed.Problem);

        Write(Allowing("/v1/b"));
        Look(followed, 3);
        Assert.Contains("is in force: 1 allow rule(s), 0 deny rule(s)", _log.Written[4], StringComparison.Ordinal);
        Assert.Equal(5, _log.Written.Count);
    }

    [Fact]
    public void The_same_content_is_the_same_policy()
    {
        Write(Allowing("/v1/a"));
        FollowedPolicy followed = Follow();
        ProxyPolicy policy = followed.Current;
        Write(Allowing("/v1/a"));
        Look(followed, 1);
        Assert.Same(policy, followed.Current);
    }

    [Fact]
    public void A_file_that_cannot_be_used_is_refused_at_the_start()
    {
        Assert.Throws<ProxyPolicyException>(Follow);
        Write("{");
        Assert.Throws<ProxyPolicyException>(Follow);
    }

    [Fact]
    public async Task Many_threads_see_only_whole_policies_and_at_last_the_newest()
    {
        Write(Allowing("/v1/0"));
        FollowedPolicy followed = new(File, _log);
        ConcurrentDictionary<string, bool> seen = [];
        using CancellationTokenSource end = new();
        Task[] askers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            while (!end.IsCancellationRequested)
            {
                seen[Rule(followed)] = true;
            }
        }))];
        for (int i = 1; i <= 50; i++)
        {
            // Not followed by a look: the file is emptied and written while somebody may be reading.
            Write(Allowing($"/v1/{i}"));
            followed.Refresh();
        }

        end.Cancel();
        await Task.WhenAll(askers);
        Assert.Equal("* /v1/50", Rule(followed));
        Assert.All(seen.Keys, static rule => Assert.Matches("^\\* /v1/([0-9]|[1-4][0-9]|50)$", rule));
    }

    [Fact]
    public async Task Nobody_waits_for_the_one_who_looks()
    {
        Write(Allowing("/v1/a"));
        TaskCompletionSource looking = new();
        using ManualResetEventSlim mayEnd = new();
        FollowedPolicy followed = new(File, new Waiting(looking, mayEnd), _clock);
        Write(Allowing("/v1/b"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Task<string> slow = Task.Run(() => Rule(followed));
        await looking.Task;

        Task<string> other = Task.Run(() => Rule(followed));
        try
        {
            await other.WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken);
            Assert.False(slow.IsCompleted);
        }
        finally
        {
            mayEnd.Set();
        }

        Assert.Equal("* /v1/b", await slow);
    }

    private void FollowFiftyTimes(Action<string> write)
    {
        write(Allowing("/v1/start"));
        FollowedPolicy followed = Follow();
        for (int i = 0; i < 50; i++)
        {
            write(Allowing($"/v1/{i}"));
            _clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal($"* /v1/{i}", Rule(followed));
            Assert.Null(followed.Problem);
        }
    }

    private FollowedPolicy Follow() => new(File, _log, _clock);

    private void Look(FollowedPolicy followed, int times)
    {
        for (int i = 0; i < times; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            _ = followed.Current;
        }
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private void Write(string json) => System.IO.File.WriteAllText(File, json);

    private static string Allowing(string path) => $$"""{ "allow": ["* {{path}}"] }""";

    private static string Rule(FollowedPolicy followed) => followed.Current.Allow[0].ToString();

    private sealed class Lines : ILogger
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Written)
            {
                Written.Add(formatter(state, exception));
            }
        }
    }

    /// <summary>Holds up the one who looks, as a slow disk would.</summary>
    private sealed class Waiting(TaskCompletionSource looking, ManualResetEventSlim mayEnd) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            looking.SetResult();
            mayEnd.Wait();
        }
    }
}

using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace HelpLightning.Client.Tests;

/// <summary>A machine whose clock is off, before a server that takes a token only when it ends in about a minute from now.</summary>
public sealed class ClockTests : IDisposable
{
    private const int ClockCorrected = 3;
    private const int ClockMended = 8;
    private const int ClockNotBelieved = 9;

    private static readonly DateTimeOffset Now = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);

    private readonly LogRecorder _log = new();
    private bool _tellsTime = true;

    public void Dispose() => _log.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(-94, "94 s behind")]
    [InlineData(94, "94 s ahead of")]
    [InlineData(-299, "299 s behind")]
    [InlineData(-7200, "7200 s behind", 7200)]
    [InlineData(86_000, "86000 s ahead of", 86_400)]
    public async Task A_clock_that_is_off_is_corrected_once_and_for_all_later_calls(int machineIsAhead, string says, int most = 300)
    {
        await using ScriptedServer server = new(Answer);
        HelpLightningOptions options = Options(server, new FakeTimeProvider(Now.AddSeconds(machineIsAhead)));
        options.MaxClockCorrection = TimeSpan.FromSeconds(most);
        using HelpLightningClient client = HelpLightningClient.Create(options, _log);
        await client.Users.GetAsync(1, Cancellation);
        Assert.Equal(2, server.Seen().Length);
        await client.Users.GetAsync(1, Cancellation);
        await client.Users.GetAsync(1, Cancellation);
        Assert.Equal(4, server.Seen().Length);
        (int _, LogLevel level, string text) = Assert.Single(_log.Lines, line => line.Id == ClockCorrected);
        Assert.Equal(LogLevel.Warning, level);
        Assert.Contains(says, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-301)]
    [InlineData(301)]
    [InlineData(-86_040)]
    [InlineData(90_000)]
    public async Task More_than_what_clocks_do_is_not_believed_and_no_token_lives_longer_for_it(int machineIsAhead)
    {
        await using ScriptedServer server = new(Answer);
        using HelpLightningClient client = ClientOf(server, new FakeTimeProvider(Now.AddSeconds(machineIsAhead)));
        HelpLightningAuthenticationException e = await Assert.ThrowsAsync<HelpLightningAuthenticationException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Equal(TimeSpan.FromSeconds(-machineIsAhead), e.ClockOffset);
        Assert.Contains("set it right", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, _log.Count(ClockCorrected));
        Assert.All(server.Seen(), request => Assert.Equal(Now.AddSeconds(machineIsAhead + 60), EndOf(request)));
        (int _, LogLevel level, string text) = _log.Lines.First(line => line.Id == ClockNotBelieved);
        Assert.Equal(LogLevel.Error, level);
        Assert.Contains("MaxClockCorrection allows 300 s", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_of_nothing_corrects_nothing()
    {
        await using ScriptedServer server = new(Answer);
        HelpLightningOptions options = Options(server, new FakeTimeProvider(Now.AddSeconds(-94)));
        options.MaxClockCorrection = TimeSpan.Zero;
        using HelpLightningClient client = HelpLightningClient.Create(options, _log);
        await Assert.ThrowsAsync<HelpLightningAuthenticationException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Equal(0, _log.Count(ClockCorrected));
    }

    [Fact]
    public async Task A_server_that_does_not_tell_its_time_corrects_nothing()
    {
        _tellsTime = false;
        await using ScriptedServer server = new(Answer);
        using HelpLightningClient client = ClientOf(server, new FakeTimeProvider(Now.AddSeconds(-94)));
        HelpLightningAuthenticationException e = await Assert.ThrowsAsync<HelpLightningAuthenticationException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Null(e.ClockOffset);
        Assert.Equal(0, _log.Count(ClockCorrected));
    }

    [Fact]
    public async Task A_time_that_a_cache_has_kept_corrects_nothing()
    {
        await using ScriptedServer server = new(Reply.Json("""{"code":1003}""", 400, $"Date: {Now:R}\r\nAge: 94\r\n"));
        using HelpLightningClient client = ClientOf(server, new FakeTimeProvider(Now.AddSeconds(94)));
        await Assert.ThrowsAsync<HelpLightningAuthenticationException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Equal(0, _log.Count(ClockCorrected));
    }

    [Fact]
    public async Task A_clock_that_is_right_is_left_alone_whatever_is_refused()
    {
        await using ScriptedServer server = new(Reply.Json("""{"code":1042}""", 401, $"Date: {Now.AddSeconds(4):R}\r\n"));
        using HelpLightningClient client = ClientOf(server, new FakeTimeProvider(Now));
        await Assert.ThrowsAsync<HelpLightningAuthenticationException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Equal(0, _log.Count(ClockCorrected));
    }

    [Theory]
    [InlineData(-94)]
    [InlineData(94)]
    public async Task When_the_machines_clock_is_mended_the_correction_ends(int machineIsAhead)
    {
        await using ScriptedServer server = new(Answer);
        MovableClock clock = new(Now.AddSeconds(machineIsAhead));
        using HelpLightningClient client = ClientOf(server, clock);
        await client.Users.GetAsync(1, Cancellation);
        Assert.Equal(1, _log.Count(ClockCorrected));
        clock.Set(Now);
        await client.Users.GetAsync(1, Cancellation);
        Assert.Equal(1, _log.Count(ClockMended));
        int before = server.Seen().Length;
        await client.Users.GetAsync(1, Cancellation);
        Assert.Equal(before + 1, server.Seen().Length);
        Assert.Equal(Now.AddSeconds(60), EndOf(server.Seen()[^1]));
    }

    [Fact]
    public async Task A_token_in_use_again_is_given_up_when_the_clock_is_corrected()
    {
        await using ScriptedServer server = new(Answer);
        HelpLightningOptions options = Options(server, new FakeTimeProvider(Now.AddSeconds(-94)));
        options.TokenReuse = TimeSpan.FromSeconds(30);
        using HelpLightningClient client = HelpLightningClient.Create(options, _log);
        for (int i = 0; i < 5; i++)
        {
            await client.Users.GetAsync(1, Cancellation);
        }

        Assert.Equal(6, server.Seen().Length);
        Assert.Single(server.Seen().Skip(1).Select(request => request.Headers("Authorization")[0]).Distinct());
    }

    private static HelpLightningOptions Options(ScriptedServer server, TimeProvider clock)
    {
        HelpLightningOptions options = TestClient.Options(server.Address);
        options.TimeProvider = clock;
        return options;
    }

    private static DateTimeOffset EndOf(WireRequest request) =>
        new AccessToken(Assert.Single(request.Headers("Authorization"))).ExpiresAt ?? throw new InvalidOperationException("The token has no end.");

    private HelpLightningClient ClientOf(ScriptedServer server, TimeProvider clock) => HelpLightningClient.Create(Options(server, clock), _log);

    private Reply Answer(WireRequest request)
    {
        string date = _tellsTime ? $"Date: {Now.ToString("R", CultureInfo.InvariantCulture)}\r\n" : "";
        return (EndOf(request) - Now).Duration() - TimeSpan.FromSeconds(60) is { Ticks: < 40 * TimeSpan.TicksPerSecond } && EndOf(request) > Now
            ? Reply.Json("""{"id":1}""", headers: date)
            : Reply.Json("""{"code":1003}""", 400, date);
    }

    /// <summary>A clock that somebody sets; the fake one only goes forward.</summary>
    private sealed class MovableClock(DateTimeOffset start) : TimeProvider
    {
        private DateTimeOffset _now = start;

        public void Set(DateTimeOffset now) => _now = now;

        public override DateTimeOffset GetUtcNow() => _now;
    }
}

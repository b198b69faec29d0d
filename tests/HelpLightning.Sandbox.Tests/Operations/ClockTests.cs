using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace HelpLightning.Sandbox.Tests.Operations;

/// <summary>The sandbox's clock: what is issued and checked follows it.</summary>
public sealed class ClockTests : IAsyncLifetime
{
    private const string Users = "/api/v1r1/enterprise/users";
    private readonly SandboxFixture _fixture = new();

    private HelpLightningSandbox Sandbox => _fixture.Sandbox;

    public ValueTask InitializeAsync() => _fixture.InitializeAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_token_expires_when_the_clock_is_moved_and_the_Date_header_moves_too()
    {
        string token = _fixture.Token();
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(token)).Status);
        Sandbox.Clock.Advance(TimeSpan.FromSeconds(61));
        Answer answer = await GetAsync(token);
        Assert.Equal(1003, answer.Code);
        Assert.Contains("expired 1 s ago", answer.Message, StringComparison.Ordinal);
        Assert.Equal(_fixture.Clock.GetUtcNow().AddSeconds(61), answer.Date);
        Sandbox.Clock.Advance(TimeSpan.FromSeconds(-61));
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(token)).Status);
    }

    [Fact]
    public async Task Things_happen_before_1970_as_well()
    {
        await using Receiver receiver = new();
        DateTimeOffset then = new(1965, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Sandbox.Clock.Freeze(then);
        long webhook = Sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = receiver.Url });
        Sandbox.Webhooks.Publish(SandboxEventType.Call, "of_my_own", "{}");
        Sandbox.Calls.AddAttachment(Sandbox.Calls.Start("1", "2").CallId, SandboxAttachmentKind.Document);
        await Sandbox.LoadScenarioAsync(
            """{"calls": [{"dialer": 1, "receiver": 2, "started_at": "1964-01-01T00:00:00Z", "duration": "5m"}]}""",
            TestContext.Current.CancellationToken);
        await Sandbox.Webhooks.WhenIdleAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            ["of_my_own", "started", "participant_joined", "participant_joined", "attachment_created"],
            Sandbox.Webhooks.GetDeliveries(webhook).Select(d => d.Category).Reverse());
        Assert.All(
            Sandbox.Webhooks.GetDeliveries(webhook), d => Assert.Equal((then, SandboxDeliveryState.Delivered), (d.CreatedAt, d.State)));
    }

    [Fact]
    public async Task An_issued_token_has_the_times_of_the_moved_clock()
    {
        Sandbox.Clock.Advance(TimeSpan.FromDays(3));
        string token = (await _fixture.SendAsync(
            HttpMethod.Get, Users + "/24", ("x-helplightning-api-key", Sandbox.ApiKey),
            ("Authorization", _fixture.Token(offsetInSeconds: 3 * 86400)))).Json.GetProperty("token").GetString()!;
        Assert.True(PartnerKeys.UnverifiedToken.TryRead(token, out PartnerKeys.UnverifiedToken? content, out _));
        Assert.Equal(_fixture.Clock.GetUtcNow().AddDays(3), content.IssuedAt);
        Assert.Equal(_fixture.Clock.GetUtcNow().AddDays(33), content.ExpiresAt);
    }

    [Fact]
    public void A_frozen_clock_stands_still_until_it_is_moved_or_let_go()
    {
        DateTimeOffset start = Sandbox.Clock.GetUtcNow();
        Sandbox.Clock.Freeze();
        _fixture.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(start, Sandbox.Clock.GetUtcNow());
        Sandbox.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(start.AddMinutes(1), Sandbox.Clock.GetUtcNow());
        Sandbox.Clock.Unfreeze();
        _fixture.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(start.AddMinutes(3), Sandbox.Clock.GetUtcNow());
        Sandbox.Clock.Freeze(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal(2030, Sandbox.Clock.GetUtcNow().Year);
        Sandbox.Clock.Reset();
        Assert.Equal(_fixture.Clock.GetUtcNow(), Sandbox.Clock.GetUtcNow());
    }

    [Fact]
    public async Task A_skew_changes_what_Date_says_and_not_what_is_checked()
    {
        Sandbox.Clock.SkewDateHeader(TimeSpan.FromSeconds(-94));
        Answer answer = await GetAsync(_fixture.Token());
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(_fixture.Clock.GetUtcNow().AddSeconds(-94), answer.Date);
    }

    [Fact]
    public void A_clock_a_century_off_is_refused_and_stays()
    {
        DateTimeOffset before = Sandbox.Clock.GetUtcNow();
        Assert.Throws<ArgumentOutOfRangeException>(() => Sandbox.Clock.Advance(TimeSpan.FromDays(40_000)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sandbox.Clock.Freeze(DateTimeOffset.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sandbox.Clock.SkewDateHeader(TimeSpan.MaxValue));
        Assert.Equal(before, Sandbox.Clock.GetUtcNow());
    }

    [Fact]
    public async Task It_can_start_off()
    {
        await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions
            {
                Seed = SandboxSeed.None,
                TimeProvider = _fixture.Clock,
                ClockOffset = TimeSpan.FromHours(-2),
                DateSkew = TimeSpan.FromMinutes(1),
            },
            TestContext.Current.CancellationToken);
        Assert.Equal(_fixture.Clock.GetUtcNow().AddHours(-2), sandbox.Clock.GetUtcNow());
        using HttpClient http = new();
        using HttpResponseMessage response = await http.GetAsync(sandbox.BaseAddress, TestContext.Current.CancellationToken);
        Assert.Equal(_fixture.Clock.GetUtcNow().AddHours(-2).AddMinutes(1), response.Headers.Date);
    }

    [Fact]
    public async Task A_hosts_clock_that_jumps_while_a_wait_begins_ends_it()
    {
        JumpingClock host = new();
        SandboxClock clock = new(host, TimeSpan.Zero, TimeSpan.Zero);
        await clock.WaitUntilAsync(clock.GetUtcNow() + JumpingClock.Jump, TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
    }

    private Task<Answer> GetAsync(string token) =>
        _fixture.SendAsync(HttpMethod.Get, Users, ("x-helplightning-api-key", Sandbox.ApiKey), ("Authorization", token));

    /// <summary>Jumps when a timer is asked for, before the timer counts.</summary>
    private sealed class JumpingClock : FakeTimeProvider
    {
        public static readonly TimeSpan Jump = TimeSpan.FromMinutes(10);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Advance(Jump);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}

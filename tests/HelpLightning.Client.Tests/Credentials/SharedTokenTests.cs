using HelpLightning.PartnerKeys;
using Microsoft.Extensions.Time.Testing;

namespace HelpLightning.Client.Tests;

/// <summary>Signing twice within a second gives the same token, so it is signed once; that nobody can tell is what these tests hold.</summary>
public sealed class SharedTokenTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 30, 12, 0, 0, 700, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Within a second, over its end, for a long time, and when somebody sets the clock back or ahead.</summary>
    [Theory]
    [InlineData(60)]
    [InlineData(1)]
    [InlineData(86400)]
    public async Task Every_request_carries_the_very_token_that_signing_at_that_moment_makes(int lifetime)
    {
        FakeTimeProvider clock = new(Start);
        HelpLightningOptions options = TestClient.Options("https://api.helplightning.net");
        (options.TimeProvider, options.TokenLifetime) = (clock, TimeSpan.FromSeconds(lifetime));
        using HelpLightningCredentials credentials = HelpLightningCredentials.Create(options);
        PartnerTokenSigner signer = new(
            TestClient.Key, options.SiteId, new PartnerTokenSignerOptions { Lifetime = options.TokenLifetime, TimeProvider = clock });
        HashSet<string> tokens = [];
        foreach (double seconds in new[] { 0, 0, 0.1, 0.1, 0.1, 0.5, 0.5, 0.4, 0, 1, 1, 30, 59.9, 0.1, 86400, 0.001 })
        {
            clock.Advance(TimeSpan.FromSeconds(seconds));
            string token = await TokenAsync(credentials);
            Assert.Equal(signer.Sign().Reveal(), token);
            tokens.Add(token);
        }

        Assert.Equal(8, tokens.Count);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_gives_the_token_of_its_time()
    {
        SettableClock clock = new() { Now = Start };
        HelpLightningOptions options = TestClient.Options("https://api.helplightning.net");
        options.TimeProvider = clock;
        using HelpLightningCredentials credentials = HelpLightningCredentials.Create(options);
        PartnerTokenSigner signer = new(TestClient.Key, options.SiteId, new PartnerTokenSignerOptions { TimeProvider = clock });
        foreach (int seconds in new[] { 0, -3600, 0, 1, -1, 7200 })
        {
            clock.Now += TimeSpan.FromSeconds(seconds);
            Assert.Equal(signer.Sign().Reveal(), await TokenAsync(credentials));
        }
    }

    [Fact]
    public async Task A_second_costs_one_signature_however_many_threads_ask()
    {
        SlowKey key = new(_ => Task.CompletedTask);
        HelpLightningOptions options = TestClient.Options("https://api.helplightning.net");
        FakeTimeProvider clock = new(Start);
        (options.PartnerKey, options.TokenReuse, options.TimeProvider) = (key, TimeSpan.Zero, clock);
        using HelpLightningCredentials credentials = HelpLightningCredentials.Create(options);
        for (int second = 1; second <= 5; second++)
        {
            string[] tokens = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => TokenAsync(credentials), Cancellation)));
            Assert.Single(tokens.Distinct());
            Assert.Equal(second, key.Asked);
            clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private static async Task<string> TokenAsync(HelpLightningCredentials credentials)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, credentials.BaseAddress);
        await credentials.ApplyAsync(request, Cancellation);
        return Assert.Single(request.Headers.GetValues("Authorization"));
    }

    private sealed class SettableClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

using Microsoft.Extensions.Time.Testing;

namespace HelpLightning.Client.Tests;

public sealed class CircuitBreakerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_circuit_opens_spares_the_server_and_closes_again()
    {
        bool isWell = false;
        await using ScriptedServer server = new(_ => isWell ? Reply.Json("""{"id":1}""") : Reply.Of(503, ""));
        FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
        using HelpLightningClient client = HelpLightningClient.Create(Options(server, clock));
        for (int i = 0; i < 4; i++)
        {
            await Assert.ThrowsAsync<HelpLightningApiException>(() => client.Users.GetAsync(1, Cancellation));
        }

        for (int i = 0; i < 10; i++)
        {
            HelpLightningUnreachableException e = await Assert.ThrowsAsync<HelpLightningUnreachableException>(() => client.Users.GetAsync(1, Cancellation));
            Assert.Equal(UnreachableReason.CircuitOpen, e.Reason);
            Assert.Equal(0, e.Attempts);
            Assert.Equal("GET /api/v1r1/enterprise/users/1", e.RequestLine);
        }

        Assert.Equal(4, server.Seen().Length);

        // One call is let through to see; it fails, and the circuit stays open.
        clock.Advance(TimeSpan.FromSeconds(16));
        await Assert.ThrowsAsync<HelpLightningApiException>(() => client.Users.GetAsync(1, Cancellation));
        await Assert.ThrowsAsync<HelpLightningUnreachableException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Equal(5, server.Seen().Length);

        isWell = true;
        clock.Advance(TimeSpan.FromSeconds(16));
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(1, (await client.Users.GetAsync(1, Cancellation)).Id);
        }
    }

    [Fact]
    public async Task What_the_caller_did_wrong_does_not_open_it()
    {
        await using ScriptedServer server = new(Reply.Of(404, ""));
        using HelpLightningClient client = HelpLightningClient.Create(Options(server, TimeProvider.System));
        for (int i = 0; i < 20; i++)
        {
            await Assert.ThrowsAsync<HelpLightningNotFoundException>(() => client.Users.GetAsync(1, Cancellation));
        }
    }

    private static HelpLightningOptions Options(ScriptedServer server, TimeProvider clock)
    {
        HelpLightningOptions options = TestClient.Options(server.Address);
        (options.MaxRetries, options.CircuitBreaker, options.CircuitBreakerMinimumRequests, options.TimeProvider) = (0, true, 4, clock);
        return options;
    }
}

using System.Net;

namespace HelpLightning.Client.Tests;

/// <summary>What docs/client.md shows under "Testing your own code": code of a user's own, against a client that somebody else plays.</summary>
public sealed class MockTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_is_found()
    {
        Assert.Equal("nobody", await NameAsync(new FakeSite(new HelpLightningNotFoundException("There is no user 25."))));
    }

    [Fact]
    public async Task Help_Lightning_is_busy()
    {
        HelpLightningApiException busy = HelpLightningModelFactory.Error(HttpStatusCode.TooManyRequests, retryAfter: TimeSpan.FromSeconds(7));
        Assert.Equal("again in 7 s", await NameAsync(new FakeSite(busy)));
    }

    [Fact]
    public async Task Somebody_is_found()
    {
        Assert.Equal("Ann Field", await NameAsync(new FakeSite(new User { Id = 24, Name = "Ann Field" })));
    }

    /// <summary>The user's code under test.</summary>
    private static async Task<string> NameAsync(EnterpriseClient site)
    {
        try
        {
            return (await site.Users.GetAsync(25, Cancellation)).Name ?? "";
        }
        catch (HelpLightningNotFoundException)
        {
            return "nobody";
        }
        catch (HelpLightningRateLimitedException e)
        {
            return $"again in {e.RetryAfter?.TotalSeconds} s";
        }
    }

    private sealed class FakeSite : EnterpriseClient
    {
        public FakeSite(User user) => Users = new FakeUsers(() => user);

        public FakeSite(HelpLightningException failure) => Users = new FakeUsers(() => throw failure);

        public override UsersClient Users { get; }
    }

    private sealed class FakeUsers(Func<User> answer) : UsersClient
    {
        public override async Task<User> GetAsync(long id, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            return answer();
        }
    }
}

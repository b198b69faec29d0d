using HelpLightning.Client;
using HelpLightning.Sandbox;
using HelpLightning.Testing;
using Xunit;

public sealed class HelpLightningTests(ITestOutputHelper output) : IAsyncLifetime
{
    private HelpLightningTestSite _site = null!;

    public async ValueTask InitializeAsync() => _site = await HelpLightningTestSite.StartAsync(output.WriteLine);

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Finds_a_technician()
    {
        User ann = await _site.Client.Users.GetAsync(24, Stop);
        Assert.Equal("Ann Field", ann.Name);
    }

    [Fact]
    public async Task Asks_again_when_the_site_is_busy()
    {
        _site.Sandbox.Faults.Add("GET /api/** 503 next=1");
        await _site.Client.Users.GetAsync(24, Stop);
        Assert.Equal([503, 200], _site.Sandbox.Requests.List().Select(request => request.Status));
    }

    [Fact]
    public async Task Goes_by_the_clock_of_the_test()
    {
        DateTimeOffset newYear = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
        _site.Sandbox.Clock.Freeze(newYear);
        SandboxCall call = _site.Sandbox.Calls.Start("ann@example.com", "1");
        Assert.Equal(newYear, (await _site.Client.Calls.GetAsync(new CallId(call.CallId), Stop)).StartedAt);
    }
}

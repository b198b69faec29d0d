using HelpLightning.Sandbox;

namespace HelpLightning.Client.Tests;

public sealed class GuideTests
{
    /// <summary>What docs/client.md shows under "Testing your own code", but for the cancellation.</summary>
    [Fact]
    public async Task The_guides_test_against_the_sandbox_works()
    {
        await using HelpLightningSandbox sandbox =
            await HelpLightningSandbox.StartAsync(cancellationToken: TestContext.Current.CancellationToken);

        HelpLightningOptions options = new()
        {
            BaseAddress = sandbox.BaseAddress,
            ApiKey = sandbox.ApiKey,
            SiteId = sandbox.SiteId,
            PartnerKey = sandbox.PartnerKey,
        };
        using HelpLightningClient client = HelpLightningClient.Create(options);
        User ann = await client.Users.GetAsync(24, TestContext.Current.CancellationToken);
        Assert.Equal("Ann Field", ann.Name);
    }
}

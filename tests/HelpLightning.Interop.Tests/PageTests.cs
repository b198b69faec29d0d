using HelpLightning.Sandbox;

namespace HelpLightning.Interop.Tests;

/// <summary>The sandbox's Developer page in real Chromium. The scenarios are in Peers/page.mjs.</summary>
public sealed class PageTests(KeyPairFixture pair, PageBrowser browser) : IClassFixture<PageBrowser>
{
    [Theory]
    [InlineData("loads_quietly")]
    [InlineData("api_key_is_created_used_and_revoked")]
    [InlineData("partner_key_is_created_and_kills_the_old_one")]
    [InlineData("call_is_started_and_seen")]
    [InlineData("guest_joins_by_a_one_time_link")]
    [InlineData("log_is_filtered_and_cleared")]
    [InlineData("people_are_found")]
    [InlineData("follows_another_run_of_the_sandbox")]
    [InlineData("webhook_is_delivered_and_redelivered")]
    [InlineData("fits_every_width_in_light_and_dark")]
    [InlineData("keyboard_is_enough")]
    [InlineData("axe_finds_nothing_in_light")]
    [InlineData("axe_finds_nothing_in_dark")]
    [InlineData("another_page_cannot_use_it")]
    [InlineData("names_stay_text")]
    [InlineData("works_without_javascript")]
    public async Task In_Chromium_the_page(string scenario)
    {
        await Peer.RequireNodePackageAsync("playwright-core");
        await Peer.RequireAsync("/usr/bin/chromium", "--version");
        await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions { PartnerPublicKeys = [pair.Key.PublicKey] }, TestContext.Current.CancellationToken);
        Assert.Equal("ok", await browser.RunAsync(scenario, sandbox, pair.PrivateFile));
    }
}

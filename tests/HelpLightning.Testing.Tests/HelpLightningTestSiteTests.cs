using System.Collections.Concurrent;
using HelpLightning.Client;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox;
using Microsoft.Extensions.DependencyInjection;

namespace HelpLightning.Testing.Tests;

public sealed class HelpLightningTestSiteTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_client_is_answered_and_each_request_is_a_line_of_the_log()
    {
        ConcurrentQueue<string> lines = new();
        await using HelpLightningTestSite site = await HelpLightningTestSite.StartAsync(lines.Enqueue, cancellationToken: Stop);
        Assert.Equal("Ann Field", (await site.Client.Users.GetAsync(24, Stop)).Name);
        Assert.Contains("GET /api/v1r1/enterprise/users/24 200", Assert.Single(lines));

        // Another test has an output of its own.
        ConcurrentQueue<string> next = new();
        site.Log = next.Enqueue;
        await site.Client.Users.GetAsync(24, Stop);
        site.Log = null;
        await site.Client.Users.GetAsync(24, Stop);
        Assert.Single(lines);
        Assert.Single(next);
    }

    [Fact]
    public async Task The_options_are_those_of_the_sandbox_and_their_log_still_hears()
    {
        List<int> heard = [];
        await using HelpLightningTestSite site = await HelpLightningTestSite.StartAsync(
            options: new HelpLightningSandboxOptions { SiteId = new SiteId(777), RequestLog = entry => heard.Add(entry.Status) },
            cancellationToken: Stop);
        await site.Client.Users.GetAsync(24, Stop);
        Assert.Equal(new SiteId(777), site.Sandbox.SiteId);
        Assert.Equal([200], heard);
    }

    [Fact]
    public async Task The_client_goes_by_the_sandbox_s_clock_wherever_it_is_moved()
    {
        await using HelpLightningTestSite site = await HelpLightningTestSite.StartAsync(cancellationToken: Stop);
        site.Sandbox.Clock.Freeze(new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await site.Client.Users.GetAsync(24, Stop);
        site.Sandbox.Clock.Advance(TimeSpan.FromDays(-3650));
        await site.Client.Users.GetAsync(24, Stop);
        Assert.All(site.Sandbox.Requests.List(), static request => Assert.Equal(200, request.Status));
    }

    [Fact]
    public async Task A_reset_takes_back_what_a_test_did_and_the_client_goes_on()
    {
        await using HelpLightningTestSite site = await HelpLightningTestSite.StartAsync(cancellationToken: Stop);
        await site.Client.Users.InviteAsync(new UserInvitation { Email = "new@example.com", Name = "New Person" }, Stop);
        site.Sandbox.Faults.Add("GET /api/** 500");
        site.Sandbox.Clock.Advance(TimeSpan.FromDays(1));
        await site.ResetAsync(Stop);
        Assert.Throws<ArgumentException>(() => site.Sandbox.CreatePersonalAccessToken("new@example.com"));
        Assert.Empty(site.Sandbox.Requests.List());
        Assert.Equal("Ann Field", (await site.Client.Users.GetAsync(24, Stop)).Name);
    }

    [Fact]
    public async Task The_program_under_test_is_led_here_whatever_its_configuration_says()
    {
        await using HelpLightningTestSite site = await HelpLightningTestSite.StartAsync(cancellationToken: Stop);
        ServiceCollection services = new();
        services.AddHelpLightning(static options =>
        {
            options.ApiKey = "of-the-real-site";
            options.SiteId = new SiteId(1);
            options.PartnerKeyFile = "/nowhere.pem";
            options.PartnerKeyVariable = "NOWHERE";
            options.MaxRetries = 0;
        });
        services.Configure<HelpLightningOptions>(site.Configure);
        await using ServiceProvider provider = services.BuildServiceProvider();
        site.Sandbox.Faults.Add("GET /api/** 503");
        HelpLightningClient client = provider.GetRequiredService<HelpLightningClient>();
        await Assert.ThrowsAnyAsync<HelpLightningException>(() => client.Users.GetAsync(24, Stop));

        // What the sandbox does not decide stays the program's: it was not tried again.
        Assert.Single(site.Sandbox.Requests.List());
    }

    [Fact]
    public async Task Options_that_no_client_could_use_are_refused_with_what_to_do()
    {
        using PartnerKey key = PartnerKey.Create();
        ArgumentException keys = await Assert.ThrowsAsync<ArgumentException>(() => HelpLightningTestSite.StartAsync(
            options: new HelpLightningSandboxOptions { PartnerPublicKeys = [key.PublicKey] }, cancellationToken: Stop));
        Assert.Contains("Leave PartnerPublicKeys empty", keys.Message);
        ArgumentException address = await Assert.ThrowsAsync<ArgumentException>(() => HelpLightningTestSite.StartAsync(
            options: new HelpLightningSandboxOptions { ListenEndPoint = null }, cancellationToken: Stop));
        Assert.Contains("CreateHandler", address.Message);
    }

    [Fact]
    public async Task Two_sites_know_nothing_of_each_other_and_one_is_disposed_of_twice()
    {
        await using HelpLightningTestSite north = await HelpLightningTestSite.StartAsync(cancellationToken: Stop);
        HelpLightningTestSite south = await HelpLightningTestSite.StartAsync(cancellationToken: Stop);
        await south.Client.Users.InviteAsync(new UserInvitation { Email = "new@example.com", Name = "New Person" }, Stop);
        Assert.Throws<ArgumentException>(() => north.Sandbox.CreatePersonalAccessToken("new@example.com"));
        await south.DisposeAsync();
        await south.DisposeAsync();
        Assert.Equal("Ann Field", (await north.Client.Users.GetAsync(24, Stop)).Name);
    }
}

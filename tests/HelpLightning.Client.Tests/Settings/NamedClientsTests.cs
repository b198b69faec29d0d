using HelpLightning.PartnerKeys;
using Microsoft.Extensions.DependencyInjection;

namespace HelpLightning.Client.Tests;

/// <summary>Two sites in two data centres, one application: keys, API keys and tokens never mix.</summary>
public sealed class NamedClientsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Five_hundred_calls_at_once_each_reach_their_own_site_as_who_they_are()
    {
        using PartnerKey usKey = PartnerKey.Create();
        using PartnerKey euKey = PartnerKey.Create();
        await using ScriptedServer us = new(request => Answer(request, "us"));
        await using ScriptedServer eu = new(request => Answer(request, "eu"));
        ServiceCollection services = new();
        Add(services, "us", us, 1001, usKey);
        Add(services, "eu", eu, 2002, euKey);
        await using (ServiceProvider provider = services.BuildServiceProvider())
        {
            await Task.WhenAll(Enumerable.Range(0, 500).Select(i => CallAsync(provider.GetRequiredKeyedService<HelpLightningClient>(i % 2 == 0 ? "us" : "eu"), i)));
        }

        Check(us, "us", Verifier(1001, usKey));
        Check(eu, "eu", Verifier(2002, euKey));
    }

    [Fact]
    public void A_wrong_setting_of_one_client_names_that_client_and_leaves_the_other_alone()
    {
        ServiceCollection services = new();
        services.AddHelpLightning("good", options => (options.ApiKey, options.SiteId, options.PartnerKey) = ("k", new(1), TestClient.Key));
        services.AddHelpLightning("bad", options => (options.ApiKey, options.SiteId, options.PartnerKey) = ("k", default, TestClient.Key));
        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.NotNull(provider.GetRequiredKeyedService<HelpLightningClient>("good"));
        Exception e = Assert.ThrowsAny<Exception>(() => provider.GetRequiredKeyedService<HelpLightningClient>("bad"));
        Assert.Contains("Client 'bad': HelpLightning:SiteId", e.Message, StringComparison.Ordinal);
    }

    private static async Task CallAsync(HelpLightningClient client, int i)
    {
        if (i % 5 == 0)
        {
            await client.Users.GetAsync(i, Cancellation);
        }
        else
        {
            await client.AsUser(i % 3).Me.GetAsync(Cancellation);
        }
    }

    private static void Add(ServiceCollection services, string name, ScriptedServer server, long site, PartnerKey key) => services.AddHelpLightning(name, options =>
    {
        HelpLightningOptions right = TestClient.Options(server.Address);
        (options.ApiKey, options.SiteId, options.PartnerKey, options.BaseAddress) = ("api-key-of-" + name, new(site), key, right.BaseAddress);
        (options.Timeout, options.AttemptTimeout) = (right.Timeout, right.AttemptTimeout);
    });

    private static PartnerTokenVerifier Verifier(long site, PartnerKey key) =>
        new(new SiteId(site), [key.PublicKey], new PartnerTokenVerifierOptions { ExpiryTolerance = TimeSpan.FromHours(1) });

    private static Reply Answer(WireRequest request, string name) => Reply.Kept(
        $$"""{"id":1,"token":"{{Jwt.Until(TimeProvider.System.GetUtcNow().AddDays(30), $"User:{name}")}}"}""");

    private static void Check(ScriptedServer server, string name, PartnerTokenVerifier verifier)
    {
        WireRequest[] requests = server.Seen();
        Assert.InRange(requests.Length, 250, 253);
        Assert.All(requests, request =>
        {
            Assert.Equal("api-key-of-" + name, Assert.Single(request.Headers("x-helplightning-api-key")));
            string token = Assert.Single(request.Headers("Authorization"));
            if (request.Target == "/api/v1r1/user")
            {
                string payload = System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]));
                Assert.EndsWith($"User:{name}\"}}", payload, StringComparison.Ordinal);
            }
            else
            {
                Assert.True(verifier.Verify(token).IsValid);
            }
        });
    }
}

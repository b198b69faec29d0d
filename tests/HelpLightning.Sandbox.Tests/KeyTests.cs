using System.Net;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox.Authentication;

namespace HelpLightning.Sandbox.Tests;

/// <summary>Partner keys and API keys change while the sandbox runs, and what was decided holds over a restart.</summary>
public sealed class KeyTests
{
    private const string Path = "/api/v1r1/enterprise/users";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_partner_key_kills_the_old_one_at_once()
    {
        SandboxFixture fixture = new();
        await fixture.InitializeAsync();
        await using (fixture)
        {
            string signedBefore = fixture.Token();
            await fixture.OkAsync("GET", Path, signedBefore);
            using PartnerKey fresh = PartnerKey.Create();
            fixture.Sandbox.RegisterPartnerKey(fresh.PublicKey);
            Assert.Equal(1042, (await fixture.CallAsync("GET", Path, signedBefore)).Code);
            await fixture.OkAsync("GET", Path, fixture.Token(fresh));
            Assert.Throws<ArgumentException>(() => fixture.Sandbox.RegisterPartnerKey(SandboxFixture.Key.PublicKey));
            Assert.Throws<ArgumentException>(() => fixture.Sandbox.RegisterPartnerKey(fresh.PublicKey, new SiteId(4711)));
        }
    }

    [Fact]
    public async Task A_rotation_holds_over_a_restart_with_the_options_of_before()
    {
        using TemporaryFile file = new();
        using PartnerKey fresh = PartnerKey.Create();
        await using (FileFixture first = await FileFixture.StartAsync(file.Path))
        {
            first.Sandbox.RegisterPartnerKey(fresh.PublicKey);
        }

        await using FileFixture second = await FileFixture.StartAsync(file.Path);
        Assert.Equal(HttpStatusCode.Unauthorized, (await second.CallAsync("GET", Path, second.Token())).Status);
        await second.OkAsync("GET", Path, second.Token(fresh));
        Assert.Equal([true, false], second.Sandbox.Parts.PartnerKeys.List(54344).Select(k => k.ReplacedAt is not null));
    }

    [Fact]
    public async Task Of_several_keys_in_the_options_the_last_is_the_active_one()
    {
        await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
            new() { PartnerPublicKeys = [SandboxFixture.Key.PublicKey, SandboxFixture.StrangersKey.PublicKey] }, Cancellation);
        Assert.Equal(SandboxFixture.StrangersKey.PublicKey.Thumbprint, sandbox.Parts.PartnerKeys.Active(54344)!.Key.Thumbprint);
    }

    [Fact]
    public async Task An_API_key_is_added_and_revoked_at_once_and_for_good()
    {
        using TemporaryFile file = new();
        string revoked;
        await using (FileFixture first = await FileFixture.StartAsync(file.Path))
        {
            ApiKeyStore keys = first.Sandbox.Parts.ApiKeys;
            ApiKeyRow added = keys.Add("A second application");
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(first, added.Value));
            Assert.True(keys.Revoke(added.Id));
            Assert.False(keys.Revoke(added.Id));
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(first, added.Value));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(first, first.Sandbox.ApiKey));
            revoked = added.Value;
        }

        await using FileFixture second = await FileFixture.StartAsync(file.Path);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(second, revoked));
        Assert.Equal(2, second.Sandbox.Parts.ApiKeys.List().Count);
        await second.DisposeAsync();
        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(
            () => HelpLightningSandbox.StartAsync(new() { DataFile = file.Path, ApiKey = revoked }, Cancellation));
        Assert.DoesNotContain(revoked, e.Message, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> StatusAsync(SandboxFixture fixture, string apiKey) =>
        (await fixture.SendAsync(HttpMethod.Get, Path, ("x-helplightning-api-key", apiKey), ("Authorization", fixture.Token()))).Status;
}

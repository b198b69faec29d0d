using System.Net;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Sandbox.Tests;

/// <summary>The key that the sandbox makes for whoever gives it none.</summary>
public sealed class OwnPartnerKeyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sandbox_without_options_opens_with_its_own_key()
    {
        await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(cancellationToken: Cancellation);
        Assert.Null(sandbox.Parts.PartnerKeys.Active(54344));

        Assert.Equal(HttpStatusCode.OK, await CallAsync(sandbox, sandbox.PartnerKey));
        Assert.Equal(sandbox.PartnerKey.PublicKey.Thumbprint, sandbox.Parts.PartnerKeys.Active(54344)!.Key.Thumbprint);
    }

    [Fact]
    public async Task A_client_goes_by_the_sandboxs_clock()
    {
        await using HelpLightningSandbox sandbox = await StartAsync(new());
        sandbox.Clock.Freeze(new DateTimeOffset(2040, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.True(sandbox.Clock.IsFrozen);
        Assert.Equal(HttpStatusCode.OK, await CallAsync(sandbox, sandbox.PartnerKey, sandbox.Clock));
        Assert.NotEqual(HttpStatusCode.OK, await CallAsync(sandbox, sandbox.PartnerKey, TimeProvider.System));
    }

    [Fact]
    public async Task Everybody_gets_the_same_one()
    {
        await using HelpLightningSandbox sandbox = await StartAsync(new());
        using Barrier together = new(8);
        PartnerKey[] keys = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait(Cancellation);
                return sandbox.PartnerKey;
            },
            Cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        Assert.All(keys, key => Assert.Same(keys[0], key));
        Assert.Single(sandbox.Parts.PartnerKeys.List(54344));
    }

    [Fact]
    public async Task Who_gave_a_key_signs_with_that()
    {
        await using HelpLightningSandbox sandbox = await StartAsync(new() { PartnerPublicKeys = [SandboxFixture.Key.PublicKey] });
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => sandbox.PartnerKey);
        Assert.Contains("sign with that one", e.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await CallAsync(sandbox, SandboxFixture.Key));
    }

    [Fact]
    public async Task A_key_that_was_registered_since_the_start_is_not_replaced()
    {
        await using HelpLightningSandbox sandbox = await StartAsync(new());
        sandbox.RegisterPartnerKey(SandboxFixture.Key.PublicKey);
        Assert.Throws<InvalidOperationException>(() => sandbox.PartnerKey);
        Assert.Equal(HttpStatusCode.OK, await CallAsync(sandbox, SandboxFixture.Key));
    }

    [Fact]
    public async Task A_data_file_keeps_its_key()
    {
        using TemporaryFile file = new();
        string thumbprint;
        await using (HelpLightningSandbox first = await StartAsync(new() { DataFile = file.Path }))
        {
            thumbprint = first.PartnerKey.PublicKey.Thumbprint;
        }

        await using HelpLightningSandbox second = await StartAsync(new() { DataFile = file.Path });
        Assert.Throws<InvalidOperationException>(() => second.PartnerKey);
        Assert.Equal(thumbprint, second.Parts.PartnerKeys.Active(54344)!.Key.Thumbprint);
    }

    [Fact]
    public async Task It_lasts_through_a_reset_until_another_one_replaces_it()
    {
        await using HelpLightningSandbox sandbox = await StartAsync(new());
        PartnerKey own = sandbox.PartnerKey;
        await sandbox.ResetAsync(Cancellation);
        Assert.Equal(HttpStatusCode.OK, await CallAsync(sandbox, own));

        sandbox.RegisterPartnerKey(SandboxFixture.Key.PublicKey);
        Assert.Same(own, sandbox.PartnerKey);
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(sandbox, own));
    }

    [Fact]
    public async Task It_ends_with_the_sandbox()
    {
        HelpLightningSandbox sandbox = await StartAsync(new());
        PartnerKey own = sandbox.PartnerKey;
        await sandbox.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(() => sandbox.PartnerKey);
        Assert.Throws<ObjectDisposedException>(() => own.TrySign("data"u8, new byte[own.SignatureLength], out _));
    }

    private static Task<HelpLightningSandbox> StartAsync(HelpLightningSandboxOptions options) =>
        HelpLightningSandbox.StartAsync(options, Cancellation);

    private static async Task<HttpStatusCode> CallAsync(HelpLightningSandbox sandbox, PartnerKey key, TimeProvider? clock = null)
    {
        PartnerTokenSigner signer = new(
            key, sandbox.SiteId, new PartnerTokenSignerOptions { TimeProvider = clock ?? TimeProvider.System });
        using HttpClient http = new(sandbox.CreateHandler()) { BaseAddress = sandbox.BaseAddress };
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/v1r1/enterprise/users");
        request.Headers.Add("x-helplightning-api-key", sandbox.ApiKey);
#pragma warning disable RS0030 // the header is the raw token
        request.Headers.TryAddWithoutValidation("Authorization", signer.Sign().Reveal());
#pragma warning restore RS0030
        using HttpResponseMessage answer = await http.SendAsync(request, Cancellation);
        return answer.StatusCode;
    }
}

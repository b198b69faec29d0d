using CloudKeys;
using HelpLightning.AwsKms.Tests.Fakes;
using HelpLightning.Client;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox;

namespace HelpLightning.AwsKms.Tests;

/// <summary>The keys of docs/cloud-keys.md, over real HTTP to services of the tests' own that hold to each service's reference.</summary>
public sealed class PageKeyTests
{
    private static readonly SiteId Site = new(54344);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Vault_signs_with_the_version_that_was_the_latest()
    {
        await using FakeVault service = await FakeVault.StartAsync();
        using HttpClient http = new() { BaseAddress = service.Address };
        using VaultPartnerKey key = await VaultPartnerKey.OpenAsync(http, FakeVault.Name, Give(FakeVault.Token), Cancellation);
        await SignsAndCallsAsync(key);

        // A version that comes later is another key, which Help Lightning does not know yet.
        service.Versions.Add(TestKeys.OtherKey);
        await SignsAsync(key);
        await ThrottlesAsync(key, service, "Vault");
        service.Versions[1] = TestKeys.OtherKey;
        Assert.Contains("does not verify", (await FailsAsync(key)).Message, StringComparison.Ordinal);
        service.Script.Enqueue(FakeVault.Error(503));
        Assert.Contains("503: Vault is sealed", (await FailsAsync(key)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vault_without_such_a_key_says_why()
    {
        await using FakeVault service = await FakeVault.StartAsync();
        using HttpClient http = new() { BaseAddress = service.Address };
        Task<VaultPartnerKey> OpenAsync(string name = FakeVault.Name, string token = FakeVault.Token) => VaultPartnerKey.OpenAsync(http, name, Give(token), Cancellation);
        Assert.Contains("status 403", (await OpeningFailsAsync(() => OpenAsync(token: "old"))).Message, StringComparison.Ordinal);
        Assert.Contains("status 404", (await OpeningFailsAsync(() => OpenAsync("a/b"))).Message, StringComparison.Ordinal);
        Assert.Equal("/v1/transit/keys/a%2Fb", service.Requests.Last().Target);
        service.Type = "aes256-gcm96";
        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(() => OpenAsync());
        Assert.Contains("its type is aes256-gcm96, not rsa-2048", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RSA")]
    [InlineData("RSA-HSM")]
    public async Task Azure_signs(string type)
    {
        await using FakeAzure service = await FakeAzure.StartAsync();
        service.Type = type;
        using HttpClient http = new() { BaseAddress = service.Address };
        using AzurePartnerKey key = await AzurePartnerKey.OpenAsync(http, FakeAzure.Name, Give(FakeAzure.Token), Cancellation);
        await SignsAndCallsAsync(key);
        await ThrottlesAsync(key, service, "Azure Key Vault");
        service.SigningKey = TestKeys.OtherKey;
        Assert.Contains("does not verify", (await FailsAsync(key)).Message, StringComparison.Ordinal);
        service.Script.Enqueue(FakeAzure.Error(403));
        Assert.Contains("keys/sign", (await FailsAsync(key)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Azure_without_such_a_key_says_why()
    {
        await using FakeAzure service = await FakeAzure.StartAsync();
        using HttpClient http = new() { BaseAddress = service.Address };
        Task<AzurePartnerKey> OpenAsync(string name = FakeAzure.Name, string token = FakeAzure.Token) => AzurePartnerKey.OpenAsync(http, name, Give(token), Cancellation);
        Assert.Contains("status 401", (await OpeningFailsAsync(() => OpenAsync(token: "old"))).Message, StringComparison.Ordinal);
        Assert.Contains("status 404", (await OpeningFailsAsync(() => OpenAsync("other"))).Message, StringComparison.Ordinal);
        service.Type = "EC";
        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(() => OpenAsync());
        Assert.Contains("is of type EC, not RSA", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Google_signs()
    {
        await using FakeGoogle service = await FakeGoogle.StartAsync();
        using HttpClient http = new() { BaseAddress = service.Address };
        using GooglePartnerKey key = await GooglePartnerKey.OpenAsync(http, FakeGoogle.Name, Give(FakeGoogle.Token), Cancellation);
        await SignsAndCallsAsync(key);
        await ThrottlesAsync(key, service, "Google Cloud KMS");
        service.SigningKey = TestKeys.OtherKey;
        Assert.Contains("does not verify", (await FailsAsync(key)).Message, StringComparison.Ordinal);
        service.Script.Enqueue(FakeGoogle.Error(403));
        Assert.Contains("useToSign", (await FailsAsync(key)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("signatureCrc32c", "1")]
    [InlineData("verifiedDigestCrc32c", false)]
    [InlineData("verifiedDigestCrc32c", null)]
    [InlineData("name", "projects/p/locations/l/keyRings/r/cryptoKeys/k/cryptoKeyVersions/2")]
    public async Task Google_that_was_damaged_on_the_way_makes_no_token(string member, object? value)
    {
        await using FakeGoogle service = await FakeGoogle.StartAsync();
        using HttpClient http = new() { BaseAddress = service.Address };
        using GooglePartnerKey key = await GooglePartnerKey.OpenAsync(http, FakeGoogle.Name, Give(FakeGoogle.Token), Cancellation);
        service.Damage = json =>
        {
            json.Remove(member);
            if (value is not null)
            {
                json[member] = value is bool isTrue ? isTrue : (string)value;
            }
        };
        Assert.Contains("damaged on its way", (await FailsAsync(key)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Google_without_such_a_key_says_why()
    {
        await using FakeGoogle service = await FakeGoogle.StartAsync();
        using HttpClient http = new() { BaseAddress = service.Address };
        Task<GooglePartnerKey> OpenAsync(string name = FakeGoogle.Name, string token = FakeGoogle.Token) => GooglePartnerKey.OpenAsync(http, name, Give(token), Cancellation);
        Assert.Contains("status 401", (await OpeningFailsAsync(() => OpenAsync(token: "old"))).Message, StringComparison.Ordinal);
        Assert.Contains("status 404", (await OpeningFailsAsync(() => OpenAsync(FakeGoogle.Name + "2"))).Message, StringComparison.Ordinal);
        service.Damage = json => json["pemCrc32c"] = "1";
        Assert.Contains("damaged on its way", (await OpeningFailsAsync(() => OpenAsync())).Message, StringComparison.Ordinal);
        service.Algorithm = "RSA_SIGN_PSS_2048_SHA256";
        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(() => OpenAsync());
        Assert.Contains("signs RSA_SIGN_PSS_2048_SHA256, not RSA_SIGN_PKCS1_2048_SHA256", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_fakes_checksum_is_the_published_one() => Assert.Equal($"{0xE3069283}", FakeGoogle.Crc32C("123456789"u8));

    private static Func<CancellationToken, ValueTask<string>> Give(string token) => _ => ValueTask.FromResult(token);

    private static async Task SignsAsync(PartnerSigningKey key)
    {
        string token = (await new PartnerTokenSigner(key, Site).SignAsync(Cancellation)).Reveal();
        Assert.True(new PartnerTokenVerifier(Site, [TestKeys.Key.PublicKey]).Verify(token).IsValid);
    }

    private static async Task SignsAndCallsAsync(PartnerSigningKey key)
    {
        Assert.Equal(TestKeys.Key.Thumbprint, key.Thumbprint);
        await SignsAsync(key);
        await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions { PartnerPublicKeys = [TestKeys.Key.PublicKey], ListenEndPoint = null }, Cancellation);
        using HelpLightningClient client = HelpLightningClient.Create(
            new HelpLightningOptions { ApiKey = sandbox.ApiKey, SiteId = sandbox.SiteId, PartnerKey = key, BaseAddress = sandbox.BaseAddress },
            primaryHandler: sandbox.CreateHandler());
        Assert.Equal(40, await client.Users.ListAsync(cancellationToken: Cancellation).CountAsync(Cancellation));
    }

    private static async Task ThrottlesAsync(PartnerSigningKey key, FakeService service, string name)
    {
        service.Script.Enqueue(new FakeAnswer(429, "{}", ("Retry-After", "7")));
        PartnerSigningException e = await FailsAsync(key);
        Assert.Equal(TimeSpan.FromSeconds(7), e.RetryAfter);
        Assert.Contains($"{name} is asked too often", e.Message, StringComparison.Ordinal);
        service.Script.Enqueue(new FakeAnswer(429, "{}"));
        Assert.Null((await FailsAsync(key)).RetryAfter);
        await SignsAsync(key);
    }

    private static Task<PartnerSigningException> FailsAsync(PartnerSigningKey key) =>
        Assert.ThrowsAsync<PartnerSigningException>(async () => await new PartnerTokenSigner(key, Site).SignAsync(Cancellation));

    private static Task<PartnerSigningException> OpeningFailsAsync(Func<Task> opening) => Assert.ThrowsAsync<PartnerSigningException>(opening);
}

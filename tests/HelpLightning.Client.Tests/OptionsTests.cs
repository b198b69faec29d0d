using HelpLightning.PartnerKeys;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HelpLightning.Client.Tests;

public sealed class OptionsTests
{
    public static TheoryData<string, Action<HelpLightningOptions>> Wrong => new()
    {
        { "HelpLightning:ApiKey is missing", o => o.ApiKey = null },
        { "HelpLightning:ApiKey is missing", o => o.ApiKey = " \n" },
        { "HelpLightning:ApiKey (9 characters) is not an API key", o => o.ApiKey = "abcd efgh" },
        { "HelpLightning:ApiKey (600 characters)", o => o.ApiKey = new string('x', 600) },
        { "HelpLightning:SiteId", o => o.SiteId = default },
        { "HelpLightning:PartnerKeyFile is missing", o => o.PartnerKey = null },
        { "HelpLightning:PartnerKeyFile is not the only partner key", o => o.PartnerKeyFile = "k.pem" },
        { "HelpLightning:DataCenter", o => o.DataCenter = (DataCenter)9 },
        { "HelpLightning:BaseAddress is plain http", o => o.BaseAddress = new("http://api.helplightning.net") },
        { "HelpLightning:BaseAddress is not a web address", o => o.BaseAddress = new("api.helplightning.net", UriKind.Relative) },
        { "HelpLightning:BaseAddress is not a web address", o => o.BaseAddress = new("ftp://api.helplightning.net") },
        { "HelpLightning:BaseAddress has a path", o => o.BaseAddress = new("https://api.helplightning.net/api/v1") },
        { "HelpLightning:BaseAddress holds a user name", o => o.BaseAddress = new("https://user:secret@api.helplightning.net") },
        { "HelpLightning:TokenLifetime", o => o.TokenLifetime = TimeSpan.FromDays(2) },
        { "HelpLightning:TokenLifetime", o => o.TokenLifetime = TimeSpan.FromMilliseconds(1500) },
        { "HelpLightning:Timeout", o => o.Timeout = TimeSpan.Zero },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_setting_is_named_and_no_secret_repeated(string says, Action<HelpLightningOptions> spoil)
    {
        HelpLightningOptions options = TestClient.Options("https://api.helplightning.net");
        spoil(options);
        HelpLightningConfigurationException e = Assert.Throws<HelpLightningConfigurationException>(() => HelpLightningClient.Create(options));
        Assert.StartsWith(says, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("efgh", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://api.helplightning.net")]
    [InlineData("https://api.eu1.helplightning.net/api/")]
    [InlineData("http://localhost:8025")]
    [InlineData("http://[::1]:8025/api")]
    public void A_right_base_URL_is_taken(string url)
    {
        using HelpLightningClient client = HelpLightningClient.Create(TestClient.Options(url));
        Assert.NotNull(client.Users);
    }

    [Fact]
    public void A_key_file_that_is_wrong_says_why()
    {
        HelpLightningOptions options = TestClient.Options("https://api.helplightning.net");
        options.PartnerKey = null;
        options.PartnerKeyFile = "/nowhere.pem";
        Assert.Equal(PartnerKeyProblem.NotFound, Assert.Throws<PartnerKeyException>(() => HelpLightningClient.Create(options)).Problem);
    }

    [Fact]
    public async Task A_container_builds_a_client_from_configuration()
    {
        await using ScriptedServer server = new(Reply.Json("""{"id":3}"""));
        string file = Path.GetTempFileName();
        TestClient.Key.WritePemFile(file, overwrite: true);
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["HelpLightning:ApiKey"] = TestClient.ApiKey,
            ["HelpLightning:SiteId"] = "54344",
            ["HelpLightning:PartnerKeyFile"] = file,
            ["HelpLightning:BaseAddress"] = server.Address,
            ["HelpLightning:DataCenter"] = "eu",
            ["HelpLightning:TokenLifetime"] = "00:00:30",
        }).Build();
        ServiceCollection services = new();
        services.AddHelpLightning(configuration.GetSection("HelpLightning"));
        await using (ServiceProvider provider = services.BuildServiceProvider())
        {
            HelpLightningClient client = provider.GetRequiredService<HelpLightningClient>();
            Assert.Same(client, provider.GetRequiredService<HelpLightningClient>());
            Assert.Equal(3, (await client.Users.GetAsync(3, TestContext.Current.CancellationToken)).Id);
        }

        File.Delete(file);
        WireRequest request = Assert.Single(server.Requests);
        Assert.True(TestClient.Verifier.Verify(Assert.Single(request.Headers("Authorization"))).IsValid);
    }

    [Theory]
    [InlineData("SiteId", "12x", "HelpLightning:SiteId cannot be read: write a positive whole number")]
    [InlineData("DataCenter", "Mars", "HelpLightning:DataCenter cannot be read: write US or EU")]
    [InlineData("Timeout", "soon", "HelpLightning:Timeout cannot be read: write a time")]
    public void A_setting_that_cannot_be_read_is_named(string name, string value, string says)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [name] = value }).Build();
        ServiceCollection services = new();
        services.AddHelpLightning(configuration);
        using ServiceProvider provider = services.BuildServiceProvider();
        HelpLightningConfigurationException e = Assert.Throws<HelpLightningConfigurationException>(
            () => provider.GetRequiredService<IOptions<HelpLightningOptions>>().Value);
        Assert.StartsWith(says, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Registering_twice_adds_settings_and_signs_once()
    {
        await using ScriptedServer server = new(Reply.Json("{}", 401));
        HelpLightningOptions right = TestClient.Options(server.Address);
        ServiceCollection services = new();
        services.AddHelpLightning(options => (options.ApiKey, options.SiteId) = (right.ApiKey, right.SiteId));
        services.AddHelpLightning(options => (options.PartnerKey, options.BaseAddress) = (right.PartnerKey, right.BaseAddress));
        await using ServiceProvider provider = services.BuildServiceProvider();
        HelpLightningClient client = provider.GetRequiredService<HelpLightningClient>();
        await Assert.ThrowsAsync<HelpLightningAuthenticationException>(() => client.Users.GetAsync(1, TestContext.Current.CancellationToken));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public void Missing_settings_are_all_named_at_once()
    {
        ServiceCollection services = new();
        services.AddHelpLightning(_ => { });
        using ServiceProvider provider = services.BuildServiceProvider();
        OptionsValidationException e = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<HelpLightningClient>());
        Assert.Equal(3, e.Failures.Count());
    }
}

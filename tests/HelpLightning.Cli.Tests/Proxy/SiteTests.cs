using System.Net;
using System.Text.Json;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox;

namespace HelpLightning.Cli.Tests.Proxy;

/// <summary>One <c>hl proxy</c> for several sites, each with the key of its profile.</summary>
public sealed class SiteTests(Workshop shop) : IClassFixture<Workshop>
{
    private const string Users = "/api/v1r1/enterprise/users?page_size=1";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_port_or_a_header_chooses_the_site()
    {
        await using HelpLightningSandbox south = await OtherSiteAsync();
        string home = await ProfilesAsync(south);
        Dictionary<string, string> environment = new(shop.Environment) { ["XDG_CONFIG_HOME"] = home };
        await using ProxyHere proxy = await ProxyHere.StartAsync(
            environment, "--listen", "127.0.0.1:0", "--listen", "127.0.0.1:0=south", "--site", "south", "--drain", "0");
        Assert.Equal(2, proxy.Addresses.Count);
        Assert.Equal("54344", await SiteOfAsync(proxy, proxy.Addresses[0]));
        Assert.Equal("777", await SiteOfAsync(proxy, proxy.Addresses[1]));
        Assert.Equal("777", await SiteOfAsync(proxy, proxy.Addresses[0], ("X-Help-Lightning-Site", "South")));

        // The port's site is the port's, whatever a header says.
        (HttpStatusCode status, string body) = await proxy.GetAsync(proxy.Addresses[1] + Users, ("X-Help-Lightning-Site", "default"));
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("urn:helplightning-proxy:site", body, StringComparison.Ordinal);
        (status, body) = await proxy.GetAsync(Users, ("X-Help-Lightning-Site", "north"));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("default, south", body, StringComparison.Ordinal);
        HlResult result = (await proxy.StopAsync()).Require(0);
        Assert.Contains($"Site     default at {shop.Address}\n", result.Error, StringComparison.Ordinal);
        Assert.Contains($"Site     south at {south.BaseAddress.ToString().TrimEnd('/')}, by header\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_flag_a_header_chooses_nothing()
    {
        await using ProxyHere proxy = await ProxyHere.StartAsync(shop.Environment, "--listen", "127.0.0.1:0", "--drain", "0");
        (HttpStatusCode status, string body) = await proxy.GetAsync(Users, ("X-Help-Lightning-Site", "default"));
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("the operator chooses the site", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no profile north", "--site", "north")]
    [InlineData("There is no profile north", "--listen", "127.0.0.1:0=north")]
    [InlineData("The profile half has no api-key. To set it: hl config set api-key --profile half", "--site", "half")]
    public async Task A_profile_that_is_not_whole_is_told_before_anything_listens(string expected, params string[] arguments)
    {
        await using HelpLightningSandbox south = await OtherSiteAsync();
        Dictionary<string, string> environment = new(shop.Environment) { ["XDG_CONFIG_HOME"] = await ProfilesAsync(south) };
        HlResult result = (await Hl.RunAsync(environment, "", ["proxy", .. arguments])).Require(3);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    private Task<HelpLightningSandbox> OtherSiteAsync() => HelpLightningSandbox.StartAsync(
        new HelpLightningSandboxOptions { SiteId = new SiteId(777), PartnerPublicKeys = [shop.Key.PublicKey], ApiKey = "the-api-key-of-the-south" }, Cancellation);

    private async Task<string> ProfilesAsync(HelpLightningSandbox south)
    {
        string home = shop.PathTo(Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Path.Combine(home, "hl"));
        string file = Path.Combine(home, "hl", "config.json");
        Dictionary<string, Dictionary<string, string>> profiles = new()
        {
            ["south"] = new()
            {
                ["site-id"] = "777",
                ["key-file"] = shop.KeyFile,
                ["api-key"] = south.ApiKey,
                ["api-url"] = south.BaseAddress.ToString(),
            },
            ["half"] = new() { ["site-id"] = "778", ["key-file"] = shop.KeyFile },
        };
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { profiles }), Cancellation);
        return home;
    }

    private static async Task<string> SiteOfAsync(ProxyHere proxy, string address, params (string, string)[] headers)
    {
        (HttpStatusCode status, string body) = await proxy.GetAsync(address + Users, headers);
        Assert.Equal(HttpStatusCode.OK, status);
        using JsonDocument users = JsonDocument.Parse(body);
        return users.RootElement.GetProperty("entries")[0].GetProperty("enterprise_id").ToString();
    }
}

namespace HelpLightning.Cli.Tests;

/// <summary>A proxy that is down must not look like Help Lightning being down. Nothing leaves this machine, since the proxy is in the way.</summary>
public sealed class ProxyTests(Workshop shop) : IClassFixture<Workshop>
{
    [Fact]
    public async Task A_proxy_that_is_down_is_named()
    {
        using ClosedPort proxy = new();
        Dictionary<string, string> environment = shop.Environment;
        environment.Remove("HL_API_URL");
        environment["HTTPS_PROXY"] = environment["https_proxy"] = $"http://somebody:whatever@{proxy.Authority}";
        environment["NO_PROXY"] = environment["no_proxy"] = "";
        HlResult result = (await HlProgram.RunAsync(environment, "", "api", "GET", "/v1r1/enterprise/users")).Require(5);
        Assert.Equal(
            $"error: GET /api/v1r1/enterprise/users had no answer: the proxy http://{proxy.Authority} cannot be reached. Check the proxy settings (HTTPS_PROXY, NO_PROXY).\n",
            result.Error);
    }
}

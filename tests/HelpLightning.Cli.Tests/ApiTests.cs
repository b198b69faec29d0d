using System.Text.Json;

namespace HelpLightning.Cli.Tests;

public sealed class ApiTests(Workshop shop) : IClassFixture<Workshop>
{
    private const string Users = "/v1r1/enterprise/users";

    [Fact]
    public async Task A_call_prints_the_JSON_as_it_came()
    {
        HlResult result = (await RunAsync("api", "GET", Users, "-f", "page_size=5")).Require(0);
        Assert.Empty(result.Error);
        Assert.Equal(5, JsonDocument.Parse(result.Output).RootElement.GetProperty("entries").GetArrayLength());
        Assert.EndsWith("}\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fields_are_encoded()
    {
        HlResult result = (await RunAsync("api", "get", "/api" + Users, "-f", "filter=email=ann@example.com", "-F", "page=1")).Require(0);
        Assert.Equal(24, JsonDocument.Parse(result.Output).RootElement.GetProperty("entries")[0].GetProperty("id").GetInt32());
    }

    [Fact]
    public async Task All_pages_make_one_array()
    {
        HlResult result = (await RunAsync("api", "GET", Users, "-f", "page_size=7", "--paginate")).Require(0);
        Assert.Equal(Enumerable.Range(1, 40), JsonDocument.Parse(result.Output).RootElement.EnumerateArray().Select(u => u.GetProperty("id").GetInt32()));
        Assert.Equal("[]\n", (await RunAsync("api", "GET", Users, "-f", "filter=id=999", "--paginate")).Require(0).Output);
    }

    [Fact]
    public async Task Status_and_headers_come_first_when_asked_for()
    {
        HlResult result = (await RunAsync("api", "GET", Users + "/24", "--include")).Require(0);
        Assert.StartsWith("HTTP/1.1 200 OK\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("\nContent-Type: application/json\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("\n\n{\"id\":24,", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "404, code 1040 UNKNOWN_CONTACT: There is no user 4711 in site 54344", "/v1r1/enterprise/users/4711")]
    [InlineData(1, "400, code 402 INVALID_METHOD_PARAMETER: Unknown parameter 'pagesize'", "/v1r1/enterprise/users?pagesize=5")]
    [InlineData(1, "404, code 401 INVALID_METHOD", "/v1/nothing")]
    public async Task What_the_API_refuses_is_told(int exitCode, string says, string path)
    {
        HlResult result = (await RunAsync("api", "GET", path)).Require(exitCode);
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
        Assert.Equal(1, result.Error.Count(c => c == '\n'));
    }

    [Fact]
    public async Task A_refused_token_exits_4_and_a_refused_API_key_1()
    {
        Dictionary<string, string> otherSite = shop.Environment;
        otherSite["HL_SITE_ID"] = "7";
        Assert.Contains("subject is site 7, expected 54344", (await Hl.RunAsync(otherSite, "", "api", "GET", Users)).Require(4).Error, StringComparison.Ordinal);
        Dictionary<string, string> otherApiKey = shop.Environment;
        otherApiKey["HL_API_KEY"] = "not-the-right-one";
        Assert.Contains("Check the API key", (await Hl.RunAsync(otherApiKey, "", "api", "GET", Users)).Require(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_there_exits_5()
    {
        using ClosedPort closed = new();
        HlResult result = (await RunAsync("api", "GET", Users, "--api-url", $"http://{closed.Authority}")).Require(5);
        Assert.Contains("nothing listens there", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("METHOD is GET", "api", "FETCH", Users)]
    [InlineData("key=value", "api", "GET", Users, "-f", "page_size")]
    [InlineData("--paginate goes with GET", "api", "POST", Users, "--paginate")]
    [InlineData("--include has no place", "api", "GET", Users, "--paginate", "--include")]
    [InlineData("--input is the whole body", "api", "POST", Users, "--input", "x.json", "-f", "a=b")]
    [InlineData("cannot be read", "api", "POST", Users, "--input", "/nowhere.json")]
    [InlineData("Git Bash", "api", "GET", "C:/Program Files/Git/v1r1/enterprise/users")]
    [InlineData("wants US or EU", "api", "GET", Users, "--data-center", "Mars")]
    public async Task Bad_usage_exits_2_before_anything_is_sent(string says, params string[] arguments)
    {
        HlResult result = (await RunAsync(arguments)).Require(2);
        Assert.Empty(result.Output);
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_no_JSON_is_not_sent()
    {
        HlResult result = (await Hl.RunAsync(shop.Environment, "{\n oops", "api", "POST", "/v1/search", "--input", "-")).Require(2);
        Assert.Contains("--input is not JSON: it breaks at line 2", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_is_named()
    {
        Dictionary<string, string> environment = shop.Environment;
        environment.Remove("HL_API_KEY");
        Assert.Contains("hl config set api-key (or set HL_API_KEY)", (await Hl.RunAsync(environment, "", "api", "GET", Users)).Require(3).Error, StringComparison.Ordinal);
        environment = shop.Environment;
        environment["HL_API_URL"] = "http://api.helplightning.net";
        Assert.Contains("--api-url (or HL_API_URL) is plain http", (await Hl.RunAsync(environment, "", "api", "GET", Users)).Require(3).Error, StringComparison.Ordinal);
    }

    private Task<HlResult> RunAsync(params string[] arguments) => Hl.RunAsync(shop.Environment, "", arguments);
}

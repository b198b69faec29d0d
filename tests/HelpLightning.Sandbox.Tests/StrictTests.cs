using System.Net;

namespace HelpLightning.Sandbox.Tests;

public sealed class StrictTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Users = "/api/v1r1/enterprise/users";
    private const string Links = "/api/v1/sessions/link";
    private const string Body = """{"linkType": "otu"}""";

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData(null)]
    public async Task A_body_of_another_type_is_refused(string? type)
    {
        Answer answer = await fixture.CallAsync("POST", Links, await fixture.UserTokenAsync(), Body, type);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.Status);
        Assert.Contains("Content-Type", answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("APPLICATION/JSON;charset=UTF-8")]
    public async Task JSON_is_taken_with_and_without_its_charset(string type) =>
        Assert.Equal(HttpStatusCode.OK, (await fixture.CallAsync("POST", Links, await fixture.UserTokenAsync(), Body, type)).Status);

    [Theory]
    [InlineData("{", "The body is not JSON: line 1, byte 2: ")]
    [InlineData("[]", "The body wants a JSON object")]
    [InlineData("""{"linkType": "otu", "linkType": "mhs"}""", "The body has the member 'linkType' twice in one object.")]
    [InlineData("""{"linkType": "otu", "colour": 1}""", "Parameter 'colour' is unknown. Known here: linkType.")]
    [InlineData("", "Parameter 'linkType' is missing.")]
    public async Task A_malformed_body_is_refused(string body, string says)
    {
        Answer answer = await fixture.CallAsync("POST", Links, await fixture.UserTokenAsync(), body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(says, answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_more_than_a_mebibyte_is_refused()
    {
        Answer answer = await fixture.CallAsync(
            "POST", Links, await fixture.UserTokenAsync(), $$"""{"linkType": "{{new string('x', 1024 * 1024)}}"}""");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
    }

    [Fact]
    public async Task An_unknown_query_parameter_is_named_on_every_route()
    {
        foreach ((string path, string token) in new[]
        {
            (Users, fixture.Token()), ("/api/v1/enterprise/calls", fixture.Token()), ("/api/v1/info", await fixture.UserTokenAsync()),
            ("/api/v1r1/workbox/messages", await fixture.WorkboxTokenAsync()),
        })
        {
            Answer answer = await fixture.CallAsync("GET", path + "?colour=red", token);
            Assert.Equal(402, answer.Code);
            Assert.Contains("'colour'", answer.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_loose_sandbox_passes_over_what_makes_no_sense()
    {
        LooseFixture loose = new();
        await loose.InitializeAsync();
        await using (loose)
        {
            string[] queries =
            [
                "?colour=red", "?filter=colour=red", "?filter=", "?order=colour", "?page=x", "?page=1&page=2",
            ];
            foreach (string query in queries)
            {
                Assert.Equal(40, (await loose.OkAsync("GET", Users + query, loose.Token())).GetProperty("total_entries").GetInt32());
            }

            string user = await loose.UserTokenAsync();
            Assert.Equal(
                HttpStatusCode.OK,
                (await loose.CallAsync("POST", Links, user, """{"linkType": "otu", "colour": 1}""", "text/plain")).Status);
            Assert.Equal(HttpStatusCode.BadRequest, (await loose.CallAsync("POST", Links, user, "{}")).Status);
        }
    }

    private sealed class LooseFixture : SandboxFixture
    {
        protected override HelpLightningSandboxOptions Options() => new()
        {
            PartnerPublicKeys = [Key.PublicKey],
            TimeProvider = Clock,
            Strict = false,
        };
    }
}

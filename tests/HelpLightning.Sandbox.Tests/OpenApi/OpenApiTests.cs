using System.Text.Json;

namespace HelpLightning.Sandbox.Tests.OpenApi;

/// <summary>The description for other languages against the route table. A real validator reads it in the interop tests.</summary>
public sealed class OpenApiTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    [Fact]
    public async Task It_has_every_route_of_the_table_and_nothing_else()
    {
        IEnumerable<string> described = Operations(await ReadAsync()).Select(o => $"{o.Method} {o.Path}");
        IEnumerable<string> routes = fixture.Sandbox.Routes.Select(r => $"{r.Method} {r.Template}");
        Assert.Equal(routes.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_operation_has_an_id_of_its_own_and_an_answer()
    {
        List<(string Path, string Method, JsonElement Operation)> operations = [.. Operations(await ReadAsync())];
        Assert.Equal(operations.Count, operations.Select(o => o.Operation.GetProperty("operationId").GetString()).Distinct().Count());
        Assert.All(operations, o =>
        {
            JsonProperty success = o.Operation.GetProperty("responses").EnumerateObject().First();
            Assert.True(
                success.Name == "204"
                    || success.Value.GetProperty("content").GetProperty("application/json").TryGetProperty("schema", out _),
                $"{o.Method} {o.Path}");
        });
    }

    /// <summary>A generated client is written against these: a change here breaks programs.</summary>
    [Fact]
    public async Task Every_id_is_the_one_that_is_promised() =>
        Assert.Empty(Operations(await ReadAsync()).Select(o => $"{o.Operation.GetProperty("operationId").GetString()} {o.Method} {o.Path}")
            .Except(KnownOperations.All.Split('\n')));

    [Fact]
    public async Task Every_refusal_has_one_schema_unless_an_expired_token_is_answered_with_a_text()
    {
        JsonElement responses = (await ReadAsync()).GetProperty("components").GetProperty("responses");
        Assert.All(responses.EnumerateObject(), r => Assert.Equal(
            "#/components/schemas/Error",
            Assert.Single(r.Value.GetProperty("content").EnumerateObject()).Value.GetProperty("schema").GetProperty("$ref").GetString()));

        await using HelpLightningSandbox other = await HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions { ExpiredTokenAnswer = ExpiredTokenAnswer.Unauthorized401Text },
            TestContext.Current.CancellationToken);
        using HttpClient http = new();
        using JsonDocument document = JsonDocument.Parse(
            await http.GetStringAsync(new Uri(other.BaseAddress, "openapi.json"), TestContext.Current.CancellationToken));
        JsonElement content = document.RootElement.GetProperty("components").GetProperty("responses").GetProperty("401")
            .GetProperty("content");
        Assert.Equal(["application/json", "text/plain"], content.EnumerateObject().Select(c => c.Name));
    }

    [Fact]
    public async Task The_token_is_asked_for_exactly_where_the_table_does()
    {
        Dictionary<string, JsonElement> operations = Operations(await ReadAsync()).ToDictionary(
            o => $"{o.Method} {o.Path}", o => o.Operation);
        Assert.All(fixture.Sandbox.Routes, route =>
        {
            JsonElement security = operations[$"{route.Method} {route.Template}"].GetProperty("security")[0];
            Assert.True(security.TryGetProperty("ApiKey", out _));
            Assert.Equal(route.Tokens != Authentication.TokenKinds.None, security.TryGetProperty("AuthenticationToken", out _));
        });
    }

    [Fact]
    public async Task Parameters_and_bodies_are_those_of_the_table()
    {
        Dictionary<string, JsonElement> operations = Operations(await ReadAsync()).ToDictionary(
            o => $"{o.Method} {o.Path}", o => o.Operation);
        Assert.All(fixture.Sandbox.Routes, route =>
        {
            JsonElement operation = operations[$"{route.Method} {route.Template}"];
            IEnumerable<string?> query = operation.TryGetProperty("parameters", out JsonElement parameters)
                ? parameters.EnumerateArray().Where(p => p.GetProperty("in").GetString() == "query")
                    .Select(p => p.GetProperty("name").GetString())
                : [];
            Assert.Equal(route.Query, query);
            IEnumerable<string> fields = operation.TryGetProperty("requestBody", out JsonElement body)
                ? body.GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("properties")
                    .EnumerateObject().Select(p => p.Name)
                : [];
            Assert.Equal(route.Body.Select(f => f.Name), fields);
        });
    }

    [Fact]
    public async Task The_first_server_is_the_sandbox_itself()
    {
        JsonElement server = (await ReadAsync()).GetProperty("servers")[0];
        Assert.Equal(fixture.Sandbox.BaseAddress.GetLeftPart(UriPartial.Authority), server.GetProperty("url").GetString());
    }

    private static IEnumerable<(string Path, string Method, JsonElement Operation)> Operations(JsonElement document) =>
        document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(o => (path.Name, o.Name.ToUpperInvariant(), o.Value)));

    private async Task<JsonElement> ReadAsync()
    {
        Answer answer = await fixture.SendAsync(HttpMethod.Get, "/openapi.json");
        Assert.Equal("application/json", answer.ContentType);
        return answer.Json;
    }
}

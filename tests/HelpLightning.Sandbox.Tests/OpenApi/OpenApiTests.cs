using System.Text.Json;

namespace HelpLightning.Sandbox.Tests.OpenApi;

/// <summary>The description for other languages against the route table. A real validator reads it in the interop tests.</summary>
public sealed class OpenApiTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    [Fact]
    public async Task It_has_every_route_of_the_table_and_nothing_else()
    {
        IEnumerable<string> described = Operations(await ReadAsync()).Select(o => $"{o.Method} {o.Path}");
        IEnumerable<string> routes = fixture.Sandbox.Core.Routes.Select(r => $"{r.Method} {r.Template}");
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
            Assert.True(success.Name == "204" || success.Value.GetProperty("content").GetProperty("application/json").TryGetProperty("schema", out _), $"{o.Method} {o.Path}");
        });
    }

    [Fact]
    public async Task The_token_is_asked_for_exactly_where_the_table_does()
    {
        Dictionary<string, JsonElement> operations = Operations(await ReadAsync()).ToDictionary(o => $"{o.Method} {o.Path}", o => o.Operation);
        Assert.All(fixture.Sandbox.Core.Routes, route =>
        {
            JsonElement security = operations[$"{route.Method} {route.Template}"].GetProperty("security")[0];
            Assert.True(security.TryGetProperty("ApiKey", out _));
            Assert.Equal(route.Tokens != Authentication.TokenKinds.None, security.TryGetProperty("AuthenticationToken", out _));
        });
    }

    [Fact]
    public async Task Parameters_and_bodies_are_those_of_the_table()
    {
        Dictionary<string, JsonElement> operations = Operations(await ReadAsync()).ToDictionary(o => $"{o.Method} {o.Path}", o => o.Operation);
        Assert.All(fixture.Sandbox.Core.Routes, route =>
        {
            JsonElement operation = operations[$"{route.Method} {route.Template}"];
            IEnumerable<string?> query = operation.TryGetProperty("parameters", out JsonElement parameters)
                ? parameters.EnumerateArray().Where(p => p.GetProperty("in").GetString() == "query").Select(p => p.GetProperty("name").GetString())
                : [];
            Assert.Equal(route.Query, query);
            IEnumerable<string> fields = operation.TryGetProperty("requestBody", out JsonElement body)
                ? body.GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("properties").EnumerateObject().Select(p => p.Name)
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
        document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(o => (path.Name, o.Name.ToUpperInvariant(), o.Value)));

    private async Task<JsonElement> ReadAsync()
    {
        Answer answer = await fixture.SendAsync(HttpMethod.Get, "/openapi.json");
        Assert.Equal("application/json", answer.ContentType);
        return answer.Json;
    }
}

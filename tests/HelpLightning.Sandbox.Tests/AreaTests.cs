using System.Net;
using System.Text.Json;

namespace HelpLightning.Sandbox.Tests;

/// <summary>Only the routes and what is sent are known, so the answers are ours.</summary>
public sealed class AreaTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Path = "/api/v1/enterprise/areas";
    private const string Area = """{"id": 1, "name": "/^Hall/", "latitude": null, "longitude": null}""";

    [Fact]
    public async Task An_area_is_made_changed_and_filled()
    {
        JsonElement made = await fixture.OkAsync(
            "POST", Path, fixture.Token(), """{"name": "Hall 4", "latitude": "52.5", "longitude": 13.4}""");
        Shape.Require(Area, made);
        Assert.Equal(["\"52.5\"", "13.4"], new[] { "latitude", "longitude" }.Select(n => made.GetProperty(n).GetRawText()));
        string path = $"{Path}/{made.GetProperty("id").GetInt64()}";
        Assert.Equal(
            "Hall 5", (await fixture.OkAsync("PUT", path, fixture.Token(), """{"name": "Hall 5"}""")).GetProperty("name").GetString());
        Shape.Require(Area, await fixture.OkAsync("GET", path, await fixture.EnterpriseTokenAsync()));
        Shape.Require($$"""{"entries": [{{Area}}]}""", await fixture.OkAsync("GET", Path, fixture.Token()));

        JsonElement asset = await fixture.OkAsync("POST", path + "/assets", fixture.Token(), """{"name": "Press 3", "serial": "SN-17"}""");
        Shape.Require("""{"id": 1, "name": "/^Press 3$/", "serial": "/^SN-17$/"}""", asset);
        Shape.Require(
            """{"entries": [{"id": 1, "name": "", "serial": ""}]}""", await fixture.OkAsync("GET", path + "/assets", fixture.Token()));
        Assert.Equal(HttpStatusCode.NotFound, (await fixture.CallAsync("GET", path, await fixture.WorkspaceTokenAsync())).Status);
    }
}

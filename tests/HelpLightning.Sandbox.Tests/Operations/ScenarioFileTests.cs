using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace HelpLightning.Sandbox.Tests.Operations;

/// <summary>Files of a scenario's calls: any name, any size, gone or not, and whole or in part.</summary>
public sealed class ScenarioFileTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string CallId = "call_files";

    private static readonly string[] Names = ["../../etc/passwd", "CON", "a/b", "", "🙂 %2F \\ \n \"'", new string('n', 300), ".."];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Any_name_comes_back_and_the_address_works()
    {
        JsonElement files = await FilesAsync(
            "names", string.Join(',', Names.Select(n => $$"""{"name": {{JsonSerializer.Serialize(n)}}}""")));
        Assert.Equal(Names, files.EnumerateArray().Select(f => f.GetProperty("name").GetString()));
        using HttpClient http = new();
        foreach (JsonElement file in files.EnumerateArray())
        {
            Assert.StartsWith(
                "Notes of the call", await http.GetStringAsync(new Uri(file.GetProperty("signed_url").GetString()!), Cancellation),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_part_comes_only_of_the_same_file()
    {
        JsonElement file = (await FilesAsync("parts", """{"name": "big.mp4", "kind": "recording", "size": 1000000}"""))[0];
        Uri address = new(file.GetProperty("signed_url").GetString()!);
        using HttpClient http = new();
        using HttpResponseMessage whole = await http.GetAsync(address, Cancellation);
        byte[] bytes = await whole.Content.ReadAsByteArrayAsync(Cancellation);
        Assert.Equal(1_000_000, bytes.Length);
        EntityTagHeaderValue tag = Assert.IsType<EntityTagHeaderValue>(whole.Headers.ETag);
        Assert.False(tag.IsWeak);

        using HttpResponseMessage part = await GetPartAsync(http, address, tag);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(bytes[900_000..], await part.Content.ReadAsByteArrayAsync(Cancellation));

        using HttpResponseMessage other = await GetPartAsync(http, address, new EntityTagHeaderValue("\"another\""));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Equal(bytes, await other.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task A_file_that_is_gone_is_listed_and_answers_404()
    {
        JsonElement file = (await FilesAsync("gone", """{"name": "old.txt", "gone": true}"""))[0];
        using HttpClient http = new();
        using HttpResponseMessage response = await http.GetAsync(new Uri(file.GetProperty("signed_url").GetString()!), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData("""{"name": "a", "kind": "song"}""", "'calls[0].files[0].kind' wants one of capture, recording, document.")]
    [InlineData("""{"kind": "capture"}""", "'calls[0].files[0].name' wants a text of up to 1000 characters.")]
    [InlineData("""{"name": "a", "size": -1}""", "'calls[0].files[0].size' wants a whole number from 0 to 104857600.")]
    public async Task A_wrong_file_is_named(string file, string says)
    {
        FormatException e = await Assert.ThrowsAsync<FormatException>(() => LoadAsync("wrong", file));
        Assert.Equal(says, e.Message);
    }

    private static async Task<HttpResponseMessage> GetPartAsync(HttpClient http, Uri address, EntityTagHeaderValue tag)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        request.Headers.Range = new RangeHeaderValue(900_000, null);
        request.Headers.IfRange = new RangeConditionHeaderValue(tag);
        return await http.SendAsync(request, Cancellation);
    }

    private async Task<JsonElement> FilesAsync(string name, string files)
    {
        await LoadAsync(name, files);
        return await fixture.OkAsync("GET", $"/api/v1r1/enterprise/calls/{CallId}_{name}/attachments", fixture.Token());
    }

    private Task LoadAsync(string name, string files) => fixture.Sandbox.LoadScenarioAsync(
        $$"""
        {"calls": [{"dialer": 1, "receiver": 2, "started_at": "2026-02-28T10:00:00Z", "duration": "5m",
          "call_id": "{{CallId}}_{{name}}", "files": [{{files}}]}]}
        """,
        Cancellation);
}

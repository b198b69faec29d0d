using System.Text.Json;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox;

namespace HelpLightning.Interop.Tests;

/// <summary>The sandbox's OpenAPI document before a validator of others, and its real answers before ajv.</summary>
public sealed class OpenApiTests : IAsyncLifetime
{
    private static readonly PartnerKey Key = PartnerKey.Create();

    private readonly HttpClient _http = new();
    private HelpLightningSandbox _sandbox = null!;

    public async ValueTask InitializeAsync() => _sandbox = await HelpLightningSandbox.StartAsync(
        new HelpLightningSandboxOptions { PartnerPublicKeys = [Key.PublicKey], ReportTime = TimeSpan.Zero });

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task A_validator_finds_nothing_wrong_with_the_document()
    {
        await Peer.RequireNodePackageAsync("@seriousme/openapi-schema-validator");
        PeerResult result = await Peer.RunWithAsync("node", await ReadDocumentAsync(), null, Peer.Script("openapi_validate.mjs"));
        Assert.Equal("3.1", result.RequireSuccess());
    }

    [Fact]
    public async Task The_validator_does_find_mistakes()
    {
        await Peer.RequireNodePackageAsync("@seriousme/openapi-schema-validator");
        string broken = (await ReadDocumentAsync()).Replace("\"operationId\"", "\"operationID\"", StringComparison.Ordinal);
        Assert.NotEqual(0, (await Peer.RunWithAsync("node", broken, null, Peer.Script("openapi_validate.mjs"))).ExitCode);
    }

    [Fact]
    public async Task The_answer_of_every_get_route_is_as_described()
    {
        await Peer.RequireNodePackageAsync("ajv");
        string document = await ReadDocumentAsync();
        List<RealAnswer> answers = await new RealAnswers(_http, _sandbox, () => new PartnerTokenSigner(Key, new SiteId(54344)).Sign().Reveal()).CollectAsync();
        using JsonDocument described = JsonDocument.Parse(document);
        IEnumerable<string> routes = described.RootElement.GetProperty("paths").EnumerateObject().Where(p => p.Value.TryGetProperty("get", out _)).Select(p => p.Name);
        Assert.Empty(routes.Except(answers.Where(a => a.Method == "GET").Select(a => a.Path)));

        string input = $$"""{"document": {{document}}, "answers": [{{string.Join(',', answers.Select(a => a.ToJson()))}}]}""";
        PeerResult result = await Peer.RunWithAsync("node", input, null, Peer.Script("openapi_conform.mjs"));
        Assert.StartsWith($"{answers.Count} answers", result.RequireSuccess(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_lacks_a_field_or_has_another_one_is_found()
    {
        await Peer.RequireNodePackageAsync("ajv");
        string document = await ReadDocumentAsync();
        RealAnswer lacking = new("GET", "/api/v1r1/enterprise/pods", 200, """{"entries": [], "page": "1", "page_size": 20, "total_entries": 0, "pages": 1}""");
        PeerResult result = await Peer.RunWithAsync("node", $$"""{"document": {{document}}, "answers": [{{lacking.ToJson()}}]}""", null, Peer.Script("openapi_conform.mjs"));
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("page must be integer", result.Error, StringComparison.Ordinal);
        Assert.Contains("total_pages", result.Error, StringComparison.Ordinal);
        Assert.Contains(".pages is not described", result.Error, StringComparison.Ordinal);
    }

    private async Task<string> ReadDocumentAsync() => await _http.GetStringAsync(new Uri(_sandbox.BaseAddress, "openapi.json"), TestContext.Current.CancellationToken);
}

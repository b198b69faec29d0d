using System.Text.Json;

namespace HelpLightning.Sandbox.Tests.Operations;

public sealed class RequestLogTests : IAsyncLifetime
{
    private readonly SandboxFixture _fixture = new();

    public ValueTask InitializeAsync() => _fixture.InitializeAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_row_has_the_decoded_token_and_the_verdict_but_nothing_secret()
    {
        string token = _fixture.Token();
        await _fixture.SendAsync(
            HttpMethod.Get, "/api/v1r1/enterprise/users?page_size=5&access_token=abc&x%5Bsignature%5D=def&filter=a",
            ("x-helplightning-api-key", _fixture.Sandbox.ApiKey), ("Authorization", token));
        SandboxRequestLogEntry entry = await EntryAsync(1);
        Assert.Equal(("GET", "/api/v1r1/enterprise/users", 400), (entry.Method, entry.Path, entry.Status));
        Assert.Equal("?page_size=5&access_token=...&x%5Bsignature%5D=...&filter=a", entry.Query);
        Assert.Equal("RS256", JsonDocument.Parse(entry.TokenHeader!).RootElement.GetProperty("alg").GetString());
        Assert.Equal("Partner:54344", JsonDocument.Parse(entry.TokenClaims!).RootElement.GetProperty("sub").GetString());
        Assert.StartsWith("valid", entry.Verdict, StringComparison.Ordinal);
        string shown = entry.ToString();
        Assert.DoesNotContain(token.Split('.')[2], shown, StringComparison.Ordinal);
        Assert.DoesNotContain(token, shown, StringComparison.Ordinal);
        Assert.DoesNotContain(_fixture.Sandbox.ApiKey, shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_is_shown_without_its_secrets()
    {
        using HttpClient http = new() { BaseAddress = _fixture.Sandbox.BaseAddress };
        http.DefaultRequestHeaders.Add("x-helplightning-api-key", _fixture.Sandbox.ApiKey);
        using StringContent content = new(
            """{"email": "ann@example.com", "password": "Sandbox1"}""", System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await http.PostAsync(
            new Uri("/api/v1r1/auth", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal("""{"email":"ann@example.com","password":"..."}""", (await EntryAsync(1)).Body);

        using StringContent webhook = new(
            """{"url": "https://example.com/", "secret": "very secret"}""", System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage added = await http.PostAsync(
            new Uri("/_sandbox/webhooks", UriKind.Relative), webhook, TestContext.Current.CancellationToken);
        Assert.True(added.IsSuccessStatusCode);
        Assert.Null((await EntryAsync(2)).Body);
    }

    [Theory]
    [InlineData("not a token")]
    [InlineData("a.b")]
    [InlineData("!!!.???.x")]
    [InlineData("bnVsbA.bnVsbA.x")]
    [InlineData("....")]
    public async Task What_is_no_token_is_not_shown(string token)
    {
        await _fixture.SendAsync(
            HttpMethod.Get, "/api/v1r1/enterprise/users", ("x-helplightning-api-key", _fixture.Sandbox.ApiKey), ("Authorization", token));
        SandboxRequestLogEntry entry = await EntryAsync(1);
        Assert.Equal((401, null, null), (entry.Status, entry.TokenHeader, entry.TokenClaims));
        Assert.NotNull(entry.Verdict);
    }

    [Fact]
    public async Task The_last_thousand_are_kept_and_numbered()
    {
        using HttpClient http = new();
        for (int i = 0; i < 1010; i++)
        {
            using HttpResponseMessage response = await http.GetAsync(
                new Uri(_fixture.Sandbox.BaseAddress, $"/nothing/{i}"), TestContext.Current.CancellationToken);
        }

        await EntryAsync(1010);
        IReadOnlyList<SandboxRequestLogEntry> entries = _fixture.Sandbox.Requests.List();
        Assert.Equal(Enumerable.Range(11, 1000).Select(i => (long)i), entries.Select(e => e.Id));
        Assert.Equal("/nothing/1009", entries[^1].Path);
    }

    /// <summary>A request is logged when it has been answered, a moment after the caller may have read the answer.</summary>
    private async Task<SandboxRequestLogEntry> EntryAsync(long id)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromMinutes(2));
        while (true)
        {
            if (_fixture.Sandbox.Requests.List().FirstOrDefault(e => e.Id == id) is { } entry)
            {
                return entry;
            }

            await Task.Delay(1, patience.Token);
        }
    }
}

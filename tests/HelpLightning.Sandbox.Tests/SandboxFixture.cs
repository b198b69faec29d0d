using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using HelpLightning.PartnerKeys;
using Microsoft.Extensions.Time.Testing;

namespace HelpLightning.Sandbox.Tests;

/// <summary>A running sandbox, and requests written by hand: nothing of our client is used.</summary>
public class SandboxFixture : IAsyncLifetime
{
    public const long Ann = 24;

    /// <summary>The id of the first workspace.</summary>
    public const long Workspace = 55344;

    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false });

    public static PartnerKey Key { get; } = PartnerKey.Create();

    public static PartnerKey StrangersKey { get; } = PartnerKey.Create();

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));

    public List<SandboxRequestLogEntry> Log { get; } = [];

    public HelpLightningSandbox Sandbox { get; private set; } = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => Sandbox = await HelpLightningSandbox.StartAsync(Options());

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Sandbox.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    public string Token(PartnerKey? key = null, long site = 54344, int offsetInSeconds = 0) => new PartnerTokenSigner(
        key ?? Key, new SiteId(site),
        new PartnerTokenSignerOptions
        {
            TimeProvider = new FakeTimeProvider(Clock.GetUtcNow().AddSeconds(offsetInSeconds)),
        }).Sign().Reveal();

    /// <summary>With a partner token.</summary>
    public Task<Answer> GetAsync(string path) => CallAsync("GET", path, Token());

    /// <summary>With an API key, a token where one is given, and a JSON body where one is given.</summary>
    public Task<Answer> CallAsync(
        string method, string path, string? token, string? body = null, string? contentType = "application/json") => SendAsync(
        new HttpMethod(method), path, body, contentType,
        token is null
            ? [("x-helplightning-api-key", Sandbox.ApiKey)]
            : [("x-helplightning-api-key", Sandbox.ApiKey), ("Authorization", token)]);

    /// <summary>As <see cref="CallAsync"/>, for an answer that must be 200.</summary>
    public async Task<JsonElement> OkAsync(string method, string path, string? token, string? body = null)
    {
        Answer answer = await CallAsync(method, path, token, body);
        Assert.True(answer.Status == HttpStatusCode.OK, $"{method} {path}: {answer.Status} {answer.Body}");
        Assert.Equal("application/json", answer.ContentType);
        return answer.Json;
    }

    public async Task<string> UserTokenAsync(long id = Ann) =>
        (await OkAsync("GET", $"/api/v1r1/enterprise/users/{id}", Token())).GetProperty("token").GetString()!;

    public async Task<string> ContactTokenAsync(string email) =>
        (await OkAsync(
            "POST", "/api/v1/search", Token(),
            $$"""{"search_term": "{{email}}", "include_token": true}"""))[0].GetProperty("token").GetString()!;

    /// <summary>Of somebody other than Ann.</summary>
    public async Task<string> OtherContactTokenAsync(long id = 1) => await ContactTokenAsync(
        (await OkAsync("GET", $"/api/v1r1/enterprise/users/{id}", Token())).GetProperty("email").GetString()!);

    public async Task<string> WorkspaceTokenAsync() =>
        (await OkAsync("GET", $"/api/v1r1/enterprise/workspaces/{Workspace}", Token())).GetProperty("token").GetString()!;

    public async Task<string> EnterpriseTokenAsync() =>
        (await OkAsync("GET", "/api/v1/enterprises", await UserTokenAsync(1))).GetProperty("entries")[0].GetProperty("token").GetString()!;

    public async Task<JsonElement> OpenSessionAsync() =>
        await OkAsync(
            "POST", "/api/v1/sessions", await UserTokenAsync(), $$"""{"contact_tokens": ["{{await OtherContactTokenAsync()}}"]}""");

    public async Task<string> SessionTokenAsync() => (await OpenSessionAsync()).GetProperty("token").GetString()!;

    public async Task<JsonElement> OpenThreadAsync() =>
        await OkAsync("POST", "/api/v1r1/workboxes", await UserTokenAsync(), """{"title": "Press 3 leaks", "participants": []}""");

    public async Task<string> WorkboxTokenAsync() => (await OpenThreadAsync()).GetProperty("token").GetString()!;

    public async Task<string> GssTokenAsync() =>
        (await OkAsync("POST", "/api/v1/session/video", await SessionTokenAsync(), $$"""{"user_token": "{{await UserTokenAsync()}}"}"""))
        .GetProperty("gss_info").GetProperty("token").GetString()!;

    public Task<Answer> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers) =>
        SendAsync(method, path, null, null, headers);

    public Task<Answer> SendAsync(
        HttpMethod method, string path, string? body, string? contentType, params (string Name, string Value)[] headers) =>
        SendBytesAsync(method, path, body is null ? null : Encoding.UTF8.GetBytes(body), contentType, headers);

    public async Task<Answer> SendBytesAsync(
        HttpMethod method, string path, byte[]? body, string? contentType, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(method, new Uri(Sandbox.BaseAddress, path));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        }

        foreach ((string name, string value) in headers)
        {
#pragma warning disable RS0030 // the tests write headers as a raw client would
            request.Headers.TryAddWithoutValidation(name, value);
#pragma warning restore RS0030
        }

        using HttpResponseMessage response = await _http.SendAsync(request, Cancellation);
        byte[] bytes = await response.Content.ReadAsByteArrayAsync(Cancellation);
        return new Answer(
            response.StatusCode, response.Content.Headers.ContentType?.ToString(), Encoding.UTF8.GetString(bytes), response.Headers.Date,
            bytes, response.Content.Headers.ContentLength, response.Content.Headers.ContentRange?.ToString(), response.Headers.Location);
    }

    protected virtual HelpLightningSandboxOptions Options() => new()
    {
        PartnerPublicKeys = [Key.PublicKey],
        TimeProvider = Clock,
        RequestLog = entry =>
        {
            lock (Log)
            {
                Log.Add(entry);
            }
        },
    };
}

public sealed record Answer(
    HttpStatusCode Status, string? ContentType, string Body, DateTimeOffset? Date, byte[] Bytes, long? Length, string? Range, Uri? Location)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public int Code => Json.GetProperty("code").GetInt32();

    public string Message => Json.GetProperty("message").GetString()!;
}

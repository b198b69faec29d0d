using System.Net;
using System.Text.Json;
using HelpLightning.PartnerKeys;
using Microsoft.Extensions.Time.Testing;

namespace HelpLightning.Sandbox.Tests;

/// <summary>A running sandbox, and requests written by hand: nothing of our client is used.</summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    private readonly HttpClient _http = new();

    public static PartnerKey Key { get; } = PartnerKey.Create();

    public static PartnerKey StrangersKey { get; } = PartnerKey.Create();

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));

    public List<SandboxRequestLogEntry> Log { get; } = [];

    public HelpLightningSandbox Sandbox { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Sandbox = await HelpLightningSandbox.StartAsync(new HelpLightningSandboxOptions
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
    });

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Sandbox.DisposeAsync();
    }

    public string Token(PartnerKey? key = null, long site = 54344, int offsetInSeconds = 0) => new PartnerTokenSigner(
        key ?? Key, new SiteId(site),
        new PartnerTokenSignerOptions { TimeProvider = new FakeTimeProvider(Clock.GetUtcNow().AddSeconds(offsetInSeconds)) }).Sign().Value;

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, ("x-helplightning-api-key", Sandbox.ApiKey), ("Authorization", Token()));

    public async Task<Answer> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(method, new Uri(Sandbox.BaseAddress, path));
        foreach ((string name, string value) in headers)
        {
#pragma warning disable RS0030 // the tests write headers as a raw client would
            request.Headers.TryAddWithoutValidation(name, value);
#pragma warning restore RS0030
        }

        using HttpResponseMessage response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return new Answer(
            response.StatusCode, response.Content.Headers.ContentType?.ToString(),
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response.Headers.Date);
    }
}

public sealed record Answer(HttpStatusCode Status, string? ContentType, string Body, DateTimeOffset? Date)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public int Code => Json.GetProperty("code").GetInt32();

    public string Message => Json.GetProperty("message").GetString()!;
}

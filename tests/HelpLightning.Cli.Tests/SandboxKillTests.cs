using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli.Tests;

/// <summary>Kills the sandbox in the middle of writes. Its data file opens again, and every write that was answered is in it.</summary>
public sealed class SandboxKillTests(Workshop shop) : IClassFixture<Workshop>
{
    private const int Writers = 4;

    /// <summary>The moments to kill at come from this, so that a failure can be repeated.</summary>
    private readonly Random _random = new(20);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twenty_kills_lose_no_answered_write()
    {
        string data = shop.PathTo("killed.db");
        ConcurrentDictionary<string, bool> answered = [];
        int number = 0;
        for (int round = 1; round <= 20; round++)
        {
            using SandboxProcess sandbox = await SandboxProcess.StartAsync(shop, data);
            await RequireAllAsync(sandbox.Http, answered);
            await sandbox.KillAmidAsync(1 + _random.Next(40), Writers, async () =>
            {
                string email = string.Create(CultureInfo.InvariantCulture, $"writer.{Interlocked.Increment(ref number)}@example.com");
                await sandbox.PostAsync("/api/v1r1/enterprise/users", $$"""{"name": "Writer", "email": "{{email}}"}""", Token());
                answered[email] = true;
            });
        }

        using SandboxProcess last = await SandboxProcess.StartAsync(shop, data);
        await RequireAllAsync(last.Http, answered);
    }

    private async Task RequireAllAsync(HttpClient http, ConcurrentDictionary<string, bool> answered)
    {
        HashSet<string> found = [];
        for (int page = 1; ; page++)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, $"/api/v1r1/enterprise/users?page_size=1000&page={page}");
            request.Headers.Authorization = new(Token());
            using HttpResponseMessage response = await http.SendAsync(request, Cancellation);
            response.EnsureSuccessStatusCode();
            using JsonDocument document = (await response.Content.ReadFromJsonAsync<JsonDocument>(Cancellation))!;
            found.UnionWith(document.RootElement.GetProperty("entries").EnumerateArray().Select(u => u.GetProperty("email").GetString()!));
            if (document.RootElement.GetProperty("total_pages").GetInt32() <= page)
            {
                break;
            }
        }

        Assert.Empty(answered.Keys.Except(found));
    }

    private string Token() => new PartnerTokenSigner(shop.Key, new SiteId(54344)).Sign().Reveal();
}

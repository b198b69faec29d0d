using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli.Tests;

/// <summary>Kills the sandbox in the middle of writes. Its data file opens again, and every write that was answered is in it.</summary>
public sealed class SandboxKillTests(Workshop shop) : IClassFixture<Workshop>
{
    private const string ApiKey = "given-api-key";
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
            (Process process, HttpClient http) = await StartAsync(data);
            using (process)
            using (http)
            {
                await RequireAllAsync(http, answered);
                int target = answered.Count + 1 + _random.Next(40);
                TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
                Task[] writers = [.. Enumerable.Range(0, Writers).Select(_ => WriteUntilKilledAsync(http, () => Interlocked.Increment(ref number), email =>
                {
                    answered[email] = true;
                    if (answered.Count >= target)
                    {
                        reached.TrySetResult();
                    }
                }))];
                await Task.WhenAny(reached.Task, Task.WhenAll(writers));
                process.Kill();
                await process.WaitForExitAsync(Cancellation);
                await Task.WhenAll(writers);
                Assert.True(answered.Count >= target, $"round {round}: {answered.Count} answered, {target} wanted");
            }
        }

        (Process last, HttpClient reader) = await StartAsync(data);
        using (last)
        using (reader)
        {
            await RequireAllAsync(reader, answered);
            last.Kill();
            await last.WaitForExitAsync(Cancellation);
        }
    }

    private async Task<(Process Process, HttpClient Http)> StartAsync(string data)
    {
        Process process = Hl.Start(
            new Dictionary<string, string>(),
            "sandbox", "--listen", "127.0.0.1:0", "--data", data, "--site-id", "54344", "--public-key-file", shop.PublicFile, "--api-key", ApiKey);
        string? address = await process.StandardOutput.ReadLineAsync(Cancellation);
        if (address is null)
        {
            Assert.Fail("The sandbox did not start again: " + await process.StandardError.ReadToEndAsync(Cancellation));
        }

        // Nobody reads its log, and a full pipe would stop it.
        _ = process.StandardError.ReadToEndAsync(Cancellation);
        HttpClient http = new() { BaseAddress = new Uri(address) };
        http.DefaultRequestHeaders.Add("x-helplightning-api-key", ApiKey);
        return (process, http);
    }

    private async Task WriteUntilKilledAsync(HttpClient http, Func<int> next, Action<string> answered)
    {
        while (true)
        {
            string email = string.Create(CultureInfo.InvariantCulture, $"writer.{next()}@example.com");
            try
            {
                using HttpRequestMessage request = new(HttpMethod.Post, "/api/v1r1/enterprise/users")
                {
                    Content = new StringContent($$"""{"name": "Writer", "email": "{{email}}"}""", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")),
                };
                request.Headers.Authorization = new(Token());
                using HttpResponseMessage response = await http.SendAsync(request, Cancellation);
                response.EnsureSuccessStatusCode();
                answered(email);
            }
            catch (HttpRequestException e) when (e.StatusCode is null)
            {
                return;
            }
        }
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

    private string Token() => new PartnerTokenSigner(shop.Key, new SiteId(54344)).Sign().Value;
}

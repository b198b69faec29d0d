using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using HelpLightning.PartnerKeys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace HelpLightning.Client.Tests;

/// <summary>Credentials for requests that are not the client's own.</summary>
public sealed class CredentialsTests
{
    private static readonly Uri Info = new("/api/v1/info?x=1%2B1", UriKind.Relative);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Any_HttpClient_signs_with_the_handler_and_hides_it_again()
    {
        await using ScriptedServer server = new(Reply.Json("""{"id":1}"""));
        using HelpLightningCredentials credentials = HelpLightningCredentials.Create(TestClient.Options(server.Address));
        using HttpClient http = new(new HelpLightningCredentialsHandler(credentials, new SocketsHttpHandler())) { BaseAddress = credentials.BaseAddress };
        using HttpRequestMessage request = new(HttpMethod.Get, Info);
        request.Headers.Authorization = new("Bearer", "of-the-caller");
        using HttpResponseMessage response = await http.SendAsync(request, Cancellation);
        WireRequest seen = Assert.Single(server.Seen());
        Assert.True(TestClient.Verifier.Verify(Assert.Single(seen.Headers("Authorization"))).IsValid);
        Assert.Equal(TestClient.ApiKey, Assert.Single(seen.Headers("x-helplightning-api-key")));
        Assert.Equal("/api/v1/info?x=1%2B1", seen.Target);
        Assert.DoesNotContain(response.RequestMessage!.Headers, header => header.Key is "Authorization" or "x-helplightning-api-key");
    }

    [Theory]
    [InlineData(401, "Token expired", 2)]
    [InlineData(400, """{"code":1003}""", 2)]
    [InlineData(400, """{"code":402}""", 1)]
    [InlineData(403, """{"code":1003}""", 1)]
    public async Task A_refused_token_is_replaced_once_and_the_last_answer_is_whole(int status, string body, int sendings)
    {
        await using ScriptedServer server = new(Reply.Json(body, status));
        using HelpLightningCredentials credentials = HelpLightningCredentials.Create(TestClient.Options(server.Address));
        using HttpClient http = Client(credentials);
        using HttpResponseMessage response = await http.PostAsJsonAsync(Info, new Dictionary<string, int> { ["a"] = 1 }, Cancellation);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(body, await response.Content.ReadAsStringAsync(Cancellation));

        // A body that is made as it is sent cannot be sent twice.
        Assert.Single(server.Seen());
        using HttpResponseMessage repeated = await http.PostAsync(Info, new StringContent("""{"a":1}"""), Cancellation);
        Assert.Equal(1 + sendings, server.Seen().Length);
        Assert.All(server.Seen(), request => Assert.Equal("""{"a":1}""", request.Body.Contains("\r\n", StringComparison.Ordinal) ? """{"a":1}""" : request.Body));
        Assert.Equal(body, await repeated.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task A_clock_that_is_off_is_corrected_for_the_next_token()
    {
        DateTimeOffset now = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);
        await using ScriptedServer server = new(request => request.Number == 0
            ? Reply.Json("""{"code":1003}""", 400, $"Date: {now:R}\r\n")
            : Reply.Json("{}", headers: $"Date: {now:R}\r\n"));
        HelpLightningOptions options = TestClient.Options(server.Address);
        options.TimeProvider = new FakeTimeProvider(now.AddSeconds(-120));
        using HelpLightningCredentials credentials = HelpLightningCredentials.Create(options);
        using HttpClient http = Client(credentials);
        (await http.GetAsync(Info, Cancellation)).Dispose();
        Assert.Equal([now.AddSeconds(-60), now.AddSeconds(60)], server.Seen().Select(request => new AccessToken(request.Headers("Authorization")[0]).ExpiresAt!.Value));
    }

    [Fact]
    public async Task Another_origin_gets_nothing_and_what_the_caller_had_put_on_goes()
    {
        using HelpLightningCredentials credentials = HelpLightningCredentials.Create(TestClient.Options("https://api.helplightning.net"));
        foreach (string address in new[] { "https://evil.example/api/v1/info", "http://api.helplightning.net/", "https://api.helplightning.net:8443/", "https://api.helplightning.net.evil.example/" })
        {
            using HttpRequestMessage request = new(HttpMethod.Get, address);
            request.Headers.Authorization = new("old");
            await Assert.ThrowsAsync<HelpLightningOriginException>(() => credentials.ApplyAsync(request, Cancellation).AsTask());
            Assert.Empty(request.Headers);
        }

        using HttpRequestMessage relative = new(HttpMethod.Get, Info);
        await Assert.ThrowsAsync<ArgumentException>(() => credentials.ApplyAsync(relative, Cancellation).AsTask());
    }

    [Fact]
    public async Task Who_forwards_requests_applies_and_removes_the_headers_and_tells_of_a_refusal()
    {
        HelpLightningOptions options = TestClient.Options("https://api.helplightning.net");
        FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
        (options.TokenReuse, options.TimeProvider) = (TimeSpan.FromSeconds(30), clock);
        using HelpLightningCredentials credentials = HelpLightningCredentials.Create(options);
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(credentials.BaseAddress, Info));
        await credentials.ApplyAsync(request, Cancellation);
        string first = Assert.Single(request.Headers.GetValues("Authorization"));
        clock.Advance(TimeSpan.FromSeconds(2));
        await credentials.ApplyAsync(request, Cancellation);
        Assert.Equal(first, Assert.Single(request.Headers.GetValues("Authorization")));
        using HttpResponseMessage refusal = new(HttpStatusCode.Unauthorized) { RequestMessage = request };
        await credentials.RefusedAsync(refusal, Cancellation);
        await credentials.ApplyAsync(request, Cancellation);
        Assert.NotEqual(first, Assert.Single(request.Headers.GetValues("Authorization")));
        HelpLightningCredentials.Remove(request);
        Assert.Empty(request.Headers);
        using HttpResponseMessage other = new() { RequestMessage = new HttpRequestMessage() };
        await Assert.ThrowsAsync<ArgumentException>(() => credentials.RefusedAsync(other, Cancellation).AsTask());
        Assert.DoesNotContain(TestClient.ApiKey, credentials.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_of_their_own_stand_beside_a_client_and_said_twice_sign_once()
    {
        using PartnerKey otherKey = PartnerKey.Create();
        await using ScriptedServer server = new(Reply.Json("""{"id":1}"""));
        ServiceCollection services = new();
        services.AddHelpLightning(options => Set(options, server, TestClient.Key));
        services.AddHttpClient("other").AddHelpLightningCredentials(options => Set(options, server, otherKey)).AddHelpLightningCredentials(_ => { });
        await using ServiceProvider provider = services.BuildServiceProvider();
        await provider.GetRequiredService<HelpLightningClient>().Users.GetAsync(1, Cancellation);
        using HttpClient http = provider.GetRequiredService<IHttpClientFactory>().CreateClient("other");
        await http.GetStringAsync(Info, Cancellation);
        PartnerTokenVerifier others = new(new SiteId(54344), [otherKey.PublicKey]);
        Assert.True(TestClient.Verifier.Verify(Assert.Single(server.Seen()[0].Headers("Authorization"))).IsValid);
        Assert.True(others.Verify(Assert.Single(server.Seen()[1].Headers("Authorization"))).IsValid);
        Assert.NotNull(provider.GetRequiredService<HelpLightningCredentials>());
    }

    [Theory]
    [InlineData("gzip", 2)]
    [InlineData("br", 2)]
    [InlineData("deflate", 2)]
    [InlineData("gzip, br", 1)]
    [InlineData("unheard-of", 1)]
    public async Task A_packed_refusal_is_understood_and_comes_as_it_came(string encoding, int sendings)
    {
        byte[] packed = Pack("""{"code":1003}""", encoding);
        await using ScriptedServer server = new(new Reply(
            [.. Encoding.ASCII.GetBytes($"HTTP/1.1 400 X\r\nConnection: close\r\nContent-Encoding: {encoding}\r\nX-Other: a\r\nContent-Length: {packed.Length}\r\n\r\n"), .. packed]));
        using HelpLightningCredentials credentials = HelpLightningCredentials.Create(TestClient.Options(server.Address));
        using HttpClient http = Client(credentials);
        using HttpResponseMessage response = await http.GetAsync(Info, Cancellation);
        Assert.Equal(sendings, server.Seen().Length);
        Assert.Equal(packed, await response.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(encoding, string.Join(", ", response.Content.Headers.ContentEncoding));
        Assert.Equal(packed.Length, response.Content.Headers.ContentLength);
        Assert.Equal("a", Assert.Single(response.Headers.GetValues("X-Other")));
    }

    [Fact]
    public async Task A_400_longer_than_any_error_is_looked_at_no_further_and_comes_whole()
    {
        string body = $$"""{"code":1003,"x":"{{new string('y', 3_000_000)}}"}""";
        await using ScriptedServer server = new(Reply.Json(body, 400));
        using HelpLightningCredentials credentials = HelpLightningCredentials.Create(TestClient.Options(server.Address));
        using HttpClient http = Client(credentials);
        using HttpResponseMessage response = await http.GetAsync(Info, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal(body, await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Single(server.Seen());
    }

    [Fact]
    public async Task A_persons_credentials_carry_the_persons_token_which_is_renewed_when_it_is_refused()
    {
        int tokens = 0;
        await using ScriptedServer server = new(request => request.Target.Contains("/enterprise/users", StringComparison.Ordinal)
            ? Reply.Json($$"""{"id":7,"token":"token-of-seven-{{++tokens}}"}""")
            : request.Headers("Authorization")[0].EndsWith('1') ? Reply.Json("{}", 401) : Reply.Json("{}"));
        using HelpLightningClient client = HelpLightningClient.Create(TestClient.Options(server.Address));
        using HttpClient http = Client(client.AsUser(7).Credentials);
        using HttpResponseMessage response = await http.GetAsync(Info, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            ["token-of-seven-1", "token-of-seven-2"],
            server.Seen().Where(request => request.Target.Contains("/info", StringComparison.Ordinal)).Select(request => request.Headers("Authorization")[0]));

        // The whole digest's beginning, so that anybody finds it for a token in hand.
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData("token-of-seven-2"u8))[..12], HelpLightningCredentials.TokenIdOf(response.RequestMessage!));
        using HttpRequestMessage unsigned = new();
        Assert.Null(HelpLightningCredentials.TokenIdOf(unsigned));
    }

    private static byte[] Pack(string text, string encoding)
    {
        using MemoryStream packed = new();
        foreach (string one in encoding.Split(", "))
        {
            using Stream packing = one switch
            {
                "gzip" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
                "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
                "deflate" => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
                _ => new BufferedStream(new MemoryStream()),
            };
            packing.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    private static HttpClient Client(HelpLightningCredentials credentials) =>
        new(new HelpLightningCredentialsHandler(credentials, new SocketsHttpHandler())) { BaseAddress = credentials.BaseAddress };

    private static void Set(HelpLightningOptions options, ScriptedServer server, PartnerKey key) =>
        (options.ApiKey, options.SiteId, options.PartnerKey, options.BaseAddress) = (TestClient.ApiKey, new(54344), key, new(server.Address));
}

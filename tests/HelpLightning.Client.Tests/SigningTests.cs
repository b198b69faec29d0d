using System.Net;
using System.Text;
using HelpLightning.PartnerKeys;
using Microsoft.Extensions.Time.Testing;

namespace HelpLightning.Client.Tests;

/// <summary>What goes over the wire, and where it does not go.</summary>
public sealed class SigningTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_carries_the_raw_token_and_the_API_key_once_each()
    {
        await using ScriptedServer server = new(Reply.Json("{}"));
        using HelpLightningClient client = TestClient.For(server);
        await client.SendAsync(HttpMethod.Get, "/v1r1/enterprise/users", cancellationToken: Cancellation);
        WireRequest request = Assert.Single(server.Requests);
        Assert.True(TestClient.Verifier.Verify(Assert.Single(request.Headers("Authorization"))).IsValid);
        Assert.Equal(TestClient.ApiKey, Assert.Single(request.Headers("x-helplightning-api-key")));
        Assert.Equal("application/json", Assert.Single(request.Headers("Accept")));
        Assert.Empty(request.Headers("Cookie"));
    }

    [Theory]
    [InlineData("", "/v1r1/enterprise/users", "/api/v1r1/enterprise/users")]
    [InlineData("/api", "/v1r1/enterprise/users", "/api/v1r1/enterprise/users")]
    [InlineData("/api/", "v1/info", "/api/v1/info")]
    [InlineData("", "/api/v1/info?x=1%2B1", "/api/v1/info?x=1%2B1")]
    [InlineData("", "/auth/federate", "/auth/federate")]
    public async Task Base_URL_and_path_go_with_and_without_api(string basePath, string path, string target)
    {
        await using ScriptedServer server = new(Reply.Json("{}"));
        using HelpLightningClient client = HelpLightningClient.Create(TestClient.Options(server.Address + basePath));
        await client.SendAsync(HttpMethod.Get, path, cancellationToken: Cancellation);
        Assert.Equal(target, Assert.Single(server.Requests).Target);
    }

    [Theory]
    [InlineData(401, "Token expired")]
    [InlineData(401, """{"code":1042,"message":"x"}""")]
    [InlineData(400, """{"code":1003}""")]
    [InlineData(400, """{"code":"1003"}""")]
    public async Task A_refused_token_is_replaced_once_and_the_body_is_sent_again(int status, string body)
    {
        FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
        await using ScriptedServer server = new(request =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return request.Number == 0 ? Reply.Json(body, status) : Reply.Json("""{"ok":true}""");
        });
        HelpLightningOptions options = TestClient.Options(server.Address);
        options.TimeProvider = clock;
        using HelpLightningClient client = HelpLightningClient.Create(options);
        HelpLightningResponse response = await client.SendAsync(
            HttpMethod.Post, "/v1/search", new StringContent("""{"search_term":"ann"}""", Encoding.UTF8, "application/json"), Cancellation);
        Assert.True(response.IsSuccess);
        Assert.Equal(2, server.Requests.Count);
        Assert.All(server.Requests, r => Assert.Equal("""{"search_term":"ann"}""", r.Body));
        string[] tokens = [.. server.Requests.Select(r => Assert.Single(r.Headers("Authorization")))];
        Assert.NotEqual(tokens[0], tokens[1]);
        Assert.All(server.Requests, r => Assert.Single(r.Headers("x-helplightning-api-key")));
    }

    [Fact]
    public async Task A_refusal_in_chunks_is_understood_too()
    {
        await using ScriptedServer server = new(
            Reply.Raw("HTTP/1.1 400 X\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nd\r\n{\"code\":1003}\r\n0\r\n\r\n"),
            Reply.Json("""{"id":1}"""));
        using HelpLightningClient client = TestClient.For(server);
        Assert.Equal(1, (await client.Users.GetAsync(1, Cancellation)).Id);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_refusal_with_a_page_of_text_is_told_by_its_status()
    {
        await using ScriptedServer server = new(Reply.Of(400, new string('x', 100_000)));
        using HelpLightningClient client = TestClient.For(server);
        HelpLightningApiException e = await Assert.ThrowsAsync<HelpLightningApiException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Equal(HttpStatusCode.BadRequest, e.Status);
        Assert.Null(e.VendorMessage);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_token_that_is_refused_twice_is_an_authentication_error()
    {
        await using ScriptedServer server = new(Reply.Json("""{"code":1042,"message":"signed by another key"}""", 401, "x-request-id: abc\r\n"));
        using HelpLightningClient client = TestClient.For(server);
        HelpLightningAuthenticationException e = await Assert.ThrowsAsync<HelpLightningAuthenticationException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(HttpStatusCode.Unauthorized, e.Status);
        Assert.Equal(1042, e.VendorCode);
        Assert.Equal("INVALID_TOKEN", e.VendorCodeName);
        Assert.Equal("signed by another key", e.VendorMessage);
        Assert.Equal("abc", e.RequestId);
        Assert.Equal("GET /api/v1r1/enterprise/users/1", e.RequestLine);
        Assert.Equal(2, e.Attempts);
        Assert.Contains(e.Remedy!, e.Message, StringComparison.Ordinal);
        Assert.StartsWith("GET /api/v1r1/enterprise/users/1 was answered with 401, code 1042 INVALID_TOKEN (2 attempts): signed by another key. ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_repeats_the_token_does_not_bring_it_into_an_error()
    {
        await using ScriptedServer server = new(request => Reply.Json($$"""{"code":1042,"message":"bad token '{{request.Headers("Authorization")[0]}}'"}""", 401));
        using HelpLightningClient client = TestClient.For(server);
        HelpLightningAuthenticationException e = await Assert.ThrowsAsync<HelpLightningAuthenticationException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Equal("bad token '(token)'", e.VendorMessage);
        Assert.DoesNotContain("eyJ", e.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(94, "94 s behind the server's")]
    [InlineData(-94, "94 s ahead of the server's")]
    [InlineData(5, "compare its thumbprint")]
    public async Task A_clock_that_is_off_is_named(int serverIsAhead, string says)
    {
        FakeTimeProvider clock = new(new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.Zero));
        string date = clock.GetUtcNow().AddSeconds(serverIsAhead).ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        await using ScriptedServer server = new(Reply.Json("""{"code":1003}""", 400, $"Date: {date}\r\n"));
        HelpLightningOptions options = TestClient.Options(server.Address);
        options.TimeProvider = clock;
        using HelpLightningClient client = HelpLightningClient.Create(options);
        HelpLightningAuthenticationException e = await Assert.ThrowsAsync<HelpLightningAuthenticationException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Equal(TimeSpan.FromSeconds(serverIsAhead), e.ClockOffset);
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, """{"code":402}""")]
    [InlineData(403, """{"code":202}""")]
    [InlineData(404, "")]
    public async Task Other_refusals_are_not_repeated(int status, string body)
    {
        await using ScriptedServer server = new(Reply.Json(body, status));
        using HelpLightningClient client = TestClient.For(server);
        HelpLightningResponse response = await client.SendAsync(HttpMethod.Get, "/v1/info", cancellationToken: Cancellation);
        Assert.Equal(status, (int)response.Status);
        Assert.Equal(body, Encoding.UTF8.GetString(response.Body.Span));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_nothing_goes_there()
    {
        await using ScriptedServer other = new(Reply.Json("{}"));
        await using ScriptedServer server = new(Reply.Of(302, "", $"Location: {other.Address}/steal\r\n"));
        using HelpLightningClient client = TestClient.For(server);
        HelpLightningApiException e = await Assert.ThrowsAsync<HelpLightningApiException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Equal(HttpStatusCode.Found, e.Status);
        Assert.Contains("redirects are not followed", e.Message, StringComparison.Ordinal);
        Assert.Empty(other.Requests);
    }

    [Theory]
    [InlineData("//x/y")]
    [InlineData("\\v1r1\\x")]
    [InlineData("/v1/../../auth/federate")]
    [InlineData("/v1/./info")]
    [InlineData("/v1/%2e%2E/info")]
    [InlineData("/v1/.%2e")]
    [InlineData("/v1/info#fragment")]
    [InlineData("/v1/in fo")]
    [InlineData("..")]
    public async Task A_path_that_an_address_would_make_another_of_is_refused(string path)
    {
        await using ScriptedServer server = new(Reply.Json("{}"));
        using HelpLightningClient client = TestClient.For(server);
        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(() => client.SendAsync(HttpMethod.Get, path, cancellationToken: Cancellation));
        Assert.Equal("pathAndQuery", e.ParamName);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData(" ")]
    public void Dots_are_no_id_of_a_call(string text) => Assert.Throws<ArgumentException>(() => new CallId(text));

    [Theory]
    [InlineData("https://evil.example/api/v1/info")]
    [InlineData("http://127.0.0.1:1/api/v1/info")]
    [InlineData("https://api.helplightning.net/api/v1/info")]
    public async Task Another_origin_gets_nothing(string address)
    {
        await using ScriptedServer server = new(Reply.Json("{}"));
        using HelpLightningClient client = TestClient.For(server);
        HelpLightningOriginException e = await Assert.ThrowsAsync<HelpLightningOriginException>(
            () => client.SendAsync(HttpMethod.Get, address, cancellationToken: Cancellation));
        Assert.Contains("Nothing was sent", e.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("//evil.example/x")]
    [InlineData("/\\evil.example/x")]
    [InlineData("/v1/a b")]
    [InlineData("/v1/a\r\nx: y")]
    public async Task A_path_that_is_none_is_refused(string path)
    {
        await using ScriptedServer server = new(Reply.Json("{}"));
        using HelpLightningClient client = TestClient.For(server);
        await Assert.ThrowsAsync<ArgumentException>(() => client.SendAsync(HttpMethod.Get, path, cancellationToken: Cancellation));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Without_a_usable_key_nothing_is_sent()
    {
        await using ScriptedServer server = new(Reply.Json("{}"));
        HelpLightningOptions options = TestClient.Options(server.Address);
        PartnerKey key = PartnerKey.Create();
        options.PartnerKey = key;
        using HelpLightningClient client = HelpLightningClient.Create(options);
        key.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task No_exception_shows_a_secret()
    {
        await using ScriptedServer server = new(Reply.Json("""{"code":1042}""", 401));
        using HelpLightningClient client = TestClient.For(server);
        Exception e = await Assert.ThrowsAnyAsync<HelpLightningException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.DoesNotContain(TestClient.ApiKey, e.ToString(), StringComparison.Ordinal);
        string token = Assert.Single(server.Requests[0].Headers("Authorization"));
        Assert.DoesNotContain(token[40..90], e.ToString(), StringComparison.Ordinal);
    }
}

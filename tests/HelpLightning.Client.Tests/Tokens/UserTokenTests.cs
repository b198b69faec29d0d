using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace HelpLightning.Client.Tests;

/// <summary>Tokens that the API issues: how often they are asked for, and when.</summary>
public sealed class UserTokenTests
{
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private readonly ConcurrentQueue<string> _issued = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_got_once_used_again_and_renewed_in_its_last_minute()
    {
        await using ScriptedServer server = new(request => Issue(request, TimeSpan.FromDays(30)));
        using HelpLightningClient client = ClientOf(server);
        for (int i = 0; i < 5; i++)
        {
            await client.AsUser(1).Me.GetAsync(Cancellation);
        }

        Assert.Single(_issued);
        _clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(62));
        await client.AsUser(1).Me.GetAsync(Cancellation);
        Assert.Single(_issued);
        _clock.Advance(TimeSpan.FromSeconds(3));
        await client.AsUser(1).Me.GetAsync(Cancellation);
        Assert.Equal(2, _issued.Count);
        Assert.Equal([_issued.First(), _issued.Last()], Used(server).Distinct());
    }

    [Fact]
    public async Task A_refused_token_is_got_anew_once()
    {
        await using ScriptedServer server = new(request => IsMe(request) && Token(request) == _issued.First()
            ? Reply.Json("""{"code":1003}""", 400)
            : Issue(request, TimeSpan.FromDays(30)));
        using HelpLightningClient client = ClientOf(server);
        Assert.Equal(1, (await client.AsUser(1).Me.GetAsync(Cancellation)).Id);
        await client.AsUser(1).Me.GetAsync(Cancellation);
        Assert.Equal(2, _issued.Count);
        Assert.Equal([_issued.First(), _issued.Last(), _issued.Last()], Used(server));
    }

    [Fact]
    public async Task A_token_that_is_refused_again_is_an_error_and_not_a_loop()
    {
        await using ScriptedServer server = new(request => IsMe(request) ? Reply.Of(401, "Token expired") : Issue(request, TimeSpan.FromDays(30)));
        using HelpLightningClient client = ClientOf(server);
        HelpLightningAuthenticationException e = await Assert.ThrowsAsync<HelpLightningAuthenticationException>(() => client.AsUser(1).Me.GetAsync(Cancellation));
        Assert.Equal("GET /api/v1r1/user", e.RequestLine);
        Assert.Equal(2, _issued.Count);
        Assert.Equal(4, server.Seen().Length);
    }

    [Fact]
    public async Task A_hundred_callers_at_once_cause_one_request_and_one_more_when_it_is_refused()
    {
        await using ScriptedServer server = new(request => IsMe(request) && Token(request) == _issued.First()
            ? Reply.Json("""{"code":1003}""", 400)
            : Issue(request, TimeSpan.FromDays(30)));
        using HelpLightningClient client = ClientOf(server);
        User[] users = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => client.AsUser(1).Me.GetAsync(Cancellation)));
        Assert.All(users, user => Assert.Equal(1, user.Id));
        Assert.Equal(2, _issued.Count);
    }

    [Fact]
    public async Task Two_people_never_get_each_others_token()
    {
        await using ScriptedServer server = new(request => Issue(request, TimeSpan.FromDays(30), subject: request.Target.Split('/')[^1]));
        using HelpLightningClient client = ClientOf(server);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            long id = 1 + (i % 7);
            Assert.Equal(id, (await client.AsUser(id).Me.GetAsync(Cancellation)).Id);
        }));
        Assert.Equal(7, _issued.Count);
    }

    [Theory]
    [InlineData("7", "/api/v1r1/enterprise/users/7")]
    [InlineData(" 7\n", "/api/v1r1/enterprise/users/7")]
    [InlineData("ann@example.com", "ann%40example.com")]
    [InlineData(" 7@example.com", "7%40example.com")]
    [InlineData("-7", "-7")]
    [InlineData("٧", "%D9%A7")]
    [InlineData("99999999999999999999", "99999999999999999999")]
    public async Task Who_is_named_by_digits_alone_is_looked_up_by_id_and_everybody_else_by_address(string named, string asked)
    {
        await using ScriptedServer server = new(Reply.Json("""{"entries":[]}"""));
        using HelpLightningClient client = ClientOf(server);
        await Assert.ThrowsAsync<HelpLightningNotFoundException>(() => client.AsUserNamed(named).Me.GetAsync(Cancellation));
        string target = Assert.Single(server.Seen()).Target;
        if (asked.StartsWith('/'))
        {
            Assert.Equal(asked, target);
        }
        else
        {
            Assert.StartsWith("/api/v1r1/enterprise/users?", target, StringComparison.Ordinal);
            Assert.Contains(asked, target, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_a_token_to_be_had_nothing_is_sent_as_the_person()
    {
        await using ScriptedServer server = new(request => request.Target.Contains('?', StringComparison.Ordinal)
            ? Reply.Json("""{"entries":[]}""")
            : Reply.Json("""{"id":1,"token":""}"""));
        using HelpLightningClient client = ClientOf(server);
        await Assert.ThrowsAsync<HelpLightningNotFoundException>(() => client.AsUser(1).Me.GetAsync(Cancellation));
        await Assert.ThrowsAsync<HelpLightningNotFoundException>(() => client.AsUser("nobody@example.com").Me.GetAsync(Cancellation));
        await Assert.ThrowsAsync<HelpLightningNotFoundException>(() => client.AsWorkspace(1).Users.GetAsync(1, Cancellation));
        Assert.DoesNotContain(server.Seen(), IsMe);
        Assert.Equal(3, server.Seen().Length);
    }

    [Fact]
    public async Task Retries_of_getting_a_token_are_not_multiplied_by_those_of_the_call()
    {
        await using ScriptedServer server = new(Reply.Of(503, ""));
        using HelpLightningClient client = TestClient.For(server);
        HelpLightningApiException e = await Assert.ThrowsAsync<HelpLightningApiException>(() => client.AsUser(1).Me.GetAsync(Cancellation));
        Assert.Equal("GET /api/v1r1/enterprise/users/1", e.RequestLine);
        Assert.Equal(4, server.Seen().Length);

        await using ScriptedServer broken = new(Reply.Raw("HTTP/1.1 200", thenReset: true));
        using HelpLightningClient other = TestClient.For(broken);
        await Assert.ThrowsAsync<HelpLightningUnreachableException>(() => other.AsUser(1).Me.GetAsync(Cancellation));
        Assert.Equal(4, broken.Seen().Length);
    }

    [Fact]
    public async Task Without_a_partner_key_a_call_that_needs_one_says_so_and_sends_nothing()
    {
        await using ScriptedServer server = new(Reply.Json("{}"));
        HelpLightningOptions options = TestClient.Options(server.Address);
        (options.PartnerKey, options.PartnerKeyRequired, options.SiteId) = (null, false, default);
        using HelpLightningClient client = HelpLightningClient.Create(options);
        await Assert.ThrowsAsync<HelpLightningConfigurationException>(() => client.Users.GetAsync(1, Cancellation));
        await Assert.ThrowsAsync<HelpLightningConfigurationException>(() => client.AsUser(1).Me.GetAsync(Cancellation));
        Assert.Empty(server.Seen());
    }

    [Fact]
    public async Task A_personal_access_token_is_exchanged_again_when_what_it_brought_ends()
    {
        await using ScriptedServer server = new(request =>
        {
            if (request.Target != "/api/v1r1/auth/pat")
            {
                return Reply.Json("""{"id":1}""");
            }

            Assert.Empty(request.Headers("Authorization"));
            Assert.Equal("""{"token":"pat-0123"}""", request.Body);
            return Issue(request, TimeSpan.FromMinutes(10));
        });
        using HelpLightningClient client = ClientOf(server);
        UserClient user = client.AsUserWithPersonalAccessToken(" pat-0123\n");
        await user.Me.GetAsync(Cancellation);
        await user.Me.GetAsync(Cancellation);
        Assert.Single(_issued);
        _clock.Advance(TimeSpan.FromMinutes(10));
        await user.Me.GetAsync(Cancellation);
        Assert.Equal(2, _issued.Count);
    }

    private static bool IsMe(WireRequest request) => request.Target == "/api/v1r1/user";

    private static string Token(WireRequest request) => Assert.Single(request.Headers("Authorization"));

    private static string[] Used(ScriptedServer server) => [.. server.Seen().Where(IsMe).Select(Token)];

    private HelpLightningClient ClientOf(ScriptedServer server)
    {
        HelpLightningOptions options = TestClient.Options(server.Address);
        options.TimeProvider = _clock;
        return HelpLightningClient.Create(options);
    }

    /// <summary>A new token; and for the route that shows who one is, the number in the token.</summary>
    private Reply Issue(WireRequest request, TimeSpan life, string subject = "1")
    {
        if (IsMe(request))
        {
            string payload = System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(Token(request).Split('.')[1]));
            return Reply.Json($$"""{"id":{{payload.Split("User:")[1].TrimEnd('}', '"')}}}""");
        }

        string token = Jwt.Until(_clock.GetUtcNow() + life, "User:" + subject);
        _issued.Enqueue(token);
        return Reply.Json($$"""{"id":{{subject}},"token":"{{token}}"}""");
    }
}

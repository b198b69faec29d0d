using System.Text.Json;

namespace HelpLightning.Client.Tests;

/// <summary>
/// A client that talks to replies written by hand from what is known of the API. When it ends it checks that the routes
/// were asked that the test says it covers.
/// </summary>
internal sealed class Recording : IAsyncDisposable
{
    public const string UserToken = "user.token.1";

    private readonly ScriptedServer _server;
    private readonly string[] _covered;

    public Recording(params Reply[] replies)
    {
        _server = new ScriptedServer(replies);
        Client = TestClient.For(_server);
        _covered = CoveredRoutes.OfCallingTest();
    }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public HelpLightningClient Client { get; }

    /// <summary>The same server with a user's token.</summary>
    public UserClient User => Client.AsUser(new AccessToken(UserToken));

    public IReadOnlyList<WireRequest> Requests => _server.Requests;

    public string Address => _server.Address;

    /// <summary>The number-th request, which must have this method and target, and a token of this kind.</summary>
    public WireRequest Asked(int number, string method, string target, string token)
    {
        WireRequest request = _server.Requests[number];
        Assert.Equal($"{method} {target}", $"{request.Text.Split(' ')[0]} {request.Target}");
        Assert.Equal(TestClient.ApiKey, Assert.Single(request.Headers("x-helplightning-api-key")));
        string[] sent = request.Headers("Authorization");
        switch (token)
        {
            case "none":
                Assert.Empty(sent);
                break;
            case "partner":
                Assert.True(TestClient.Verifier.Verify(Assert.Single(sent)).IsValid);
                break;
            default:
                Assert.Equal(token, Assert.Single(sent));
                break;
        }

        return request;
    }

    /// <summary>The body of a request as compact JSON.</summary>
    public string BodyOf(int number)
    {
        WireRequest request = _server.Requests[number];
        Assert.Equal("application/json", Assert.Single(request.Headers("Content-Type")));
        using JsonDocument body = JsonDocument.Parse(request.Body);
        return request.Body;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        CoveredRoutes.Check(_covered, _server.Requests.Select(r => $"{r.Text.Split(' ')[0]} {r.Target.Split('?')[0]}"));
    }
}

using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

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
        _covered = [.. CallingTest().GetCustomAttributes<CoversAttribute>().Select(a => a.Route)];
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
        string[] asked = [.. _server.Requests.Select(r => $"{r.Text.Split(' ')[0]} {r.Target.Split('?')[0]}")];
        Assert.All(_covered, route => Assert.Contains(asked, line => Matches(route, line)));
    }

    public static bool Matches(string route, string line) =>
        Regex.IsMatch(line, "^" + Regex.Replace(Regex.Escape(route), @"\\\{[^}]*\}|\\\{[^}]*}", "[^/]+") + "$", RegexOptions.None, TimeSpan.FromSeconds(5));

    private static MethodInfo CallingTest()
    {
        foreach (StackFrame frame in new StackTrace().GetFrames())
        {
            // An async method runs inside a type that the compiler made from its name.
            if (frame.GetMethod() is not { DeclaringType: { } type } method)
            {
                continue;
            }

            MethodInfo? source = type.DeclaringType?.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)
                .FirstOrDefault(m => m.GetCustomAttribute<System.Runtime.CompilerServices.AsyncStateMachineAttribute>()?.StateMachineType == type) ?? method as MethodInfo;
            if (source?.GetCustomAttribute<FactAttribute>() is not null)
            {
                return source;
            }
        }

        throw new InvalidOperationException("A recording is made in a test method.");
    }
}

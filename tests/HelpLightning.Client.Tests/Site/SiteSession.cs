using System.Collections.Concurrent;

namespace HelpLightning.Client.Tests;

/// <summary>One test's client of the site. When it ends it checks that the routes were asked that the test says it covers.</summary>
public sealed class SiteSession : IAsyncDisposable
{
    private readonly SiteFixture _site;
    private readonly string[] _covered = CoveredRoutes.OfCallingTest();
    private readonly ConcurrentQueue<string> _asked = new();
    private bool _isSkipped;

    internal SiteSession(SiteFixture site, HelpLightningOptions options)
    {
        _site = site;
        Client = HelpLightningClient.Create(options, primaryHandler: new Listener(_asked) { InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false } });
    }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public HelpLightningClient Client { get; }

    /// <summary>The person to act for; skips the test when nobody may be.</summary>
    public UserClient User
    {
        get
        {
            string? user = _site.User;
            SkipWhen(user is null, SiteFixture.NeedsUser);
            return Client.AsUser(user!);
        }
    }

    /// <summary>Skips the rest of the test, which then does not cover what it says.</summary>
    public void SkipWhen(bool condition, string reason)
    {
        _isSkipped |= condition;
        Assert.SkipWhen(condition, reason);
    }

    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_isSkipped)
        {
            CoveredRoutes.Check(_covered, _asked);
        }

        return ValueTask.CompletedTask;
    }

    private sealed class Listener(ConcurrentQueue<string> asked) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                asked.Enqueue($"{request.Method} {request.RequestUri!.AbsolutePath}");
            }

            return response;
        }
    }
}

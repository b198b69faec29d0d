using System.Collections.Concurrent;

namespace HelpLightning.Client.Tests;

/// <summary>One test's client of the site. When it ends it checks that the routes were asked that the test says it covers.</summary>
public sealed class SiteSession : IAsyncDisposable
{
    private readonly SiteFixture _site;
    private readonly string[] _covered = CoveredRoutes.OfCallingTest();
    private readonly ConcurrentQueue<string> _asked = new();

    internal SiteSession(SiteFixture site, HelpLightningOptions options)
    {
        _site = site;
        Client = HelpLightningClient.Create(options, primaryHandler: new Listener(_asked) { InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false } });
    }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public HelpLightningClient Client { get; }

    public UserClient User => Client.ActAs(_site.RequireUser());

    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        CoveredRoutes.Check(_covered, _asked);
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

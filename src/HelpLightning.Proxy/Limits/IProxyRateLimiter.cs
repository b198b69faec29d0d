namespace HelpLightning.Proxy;

/// <summary>How many requests go on to Help Lightning, whoever of the callers makes them. Safe for many threads.</summary>
public interface IProxyRateLimiter
{
    /// <summary>Takes one request's turn, or says when to come again. Never waits for a turn.</summary>
    /// <param name="site">The name of the site that the request goes to; each has turns of its own.</param>
    /// <param name="cancellationToken">Ends the wait for whoever counts.</param>
    ValueTask<RateDecision> TakeAsync(string site, CancellationToken cancellationToken);
}

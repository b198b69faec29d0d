using HelpLightning.Cli.Hosting;

namespace HelpLightning.Cli.Calling;

/// <summary>
/// Prints a command's own call instead of making it. The calls before it, which fetch the tokens that it needs, are made,
/// because they change nothing.
/// </summary>
/// <param name="host">Where it is printed.</param>
/// <param name="exchanges">How many tokens are got from the API before the command's own call is made.</param>
/// <param name="writes">The command's own call is one that changes something; what it reads before is made.</param>
/// <param name="curl">Prints a curl command; null to say in words what would be sent.</param>
internal sealed class WithholdingHandler(Host host, int exchanges, bool writes, CurlText? curl) : DelegatingHandler
{
    private readonly Lock _gate = new();
    private readonly List<string> _tokens = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        bool isRead = request.Method == HttpMethod.Get || IsSearch(request);
        int exchange = ExchangeOf(request);
        if (isRead && (writes || exchange < exchanges))
        {
            return await base.SendAsync(request, cancellationToken);
        }

        byte[]? body = request.Content is null ? null : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        host.Screen.Out.WriteLine(curl is null ? DryRunText.Of(request, body) : curl.Of(request, body, exchange));
        throw new WithheldCall();
    }

    /// <summary>The search over all sites is a POST that changes nothing.</summary>
    private static bool IsSearch(HttpRequestMessage request) =>
        request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath.EndsWith("/api/v1/search", StringComparison.Ordinal);

    /// <summary>Partner tokens are signed anew for each call and count as none; each other token counts once.</summary>
    private int ExchangeOf(HttpRequestMessage request)
    {
        string token = request.Headers.TryGetValues("Authorization", out IEnumerable<string>? values) ? values.First() : "";
        if (token.Length == 0 || TokenSubject.IsPartner(token))
        {
            return 0;
        }

        lock (_gate)
        {
            int known = _tokens.IndexOf(token);
            if (known < 0)
            {
                _tokens.Add(token);
                known = _tokens.Count - 1;
            }

            return known + 1;
        }
    }
}

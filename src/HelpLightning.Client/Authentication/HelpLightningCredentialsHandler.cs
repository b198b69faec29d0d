namespace HelpLightning.Client;

/// <summary>
/// Signs the requests of any <see cref="HttpClient"/>: each sending carries the API key and a partner token. When that is refused and
/// the request can be repeated, it is sent once more with another, and a third time only while a partner key is being replaced. The
/// headers are on a request only while it is on the wire. It should be the innermost handler, around the one that talks to the
/// network, as <c>AddHelpLightningCredentials</c> makes it.
/// </summary>
public sealed class HelpLightningCredentialsHandler : DelegatingHandler
{
    private readonly HelpLightningCredentials _credentials;

    /// <summary>Makes the handler; set <see cref="DelegatingHandler.InnerHandler"/> or add it to a pipeline.</summary>
    /// <param name="credentials">Not owned.</param>
    public HelpLightningCredentialsHandler(HelpLightningCredentials credentials)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        _credentials = credentials;
    }

    /// <summary>Makes the handler around the one that talks to the network.</summary>
    /// <param name="credentials">Not owned.</param>
    /// <param name="innerHandler">Made to follow no redirects and to hand nothing meant for this machine to a proxy.</param>
    /// <exception cref="HelpLightningConfigurationException">The inner handler is in use already and does otherwise.</exception>
    public HelpLightningCredentialsHandler(HelpLightningCredentials credentials, HttpMessageHandler innerHandler)
        : base(HttpHandlers.Secured(innerHandler))
    {
        ArgumentNullException.ThrowIfNull(credentials);
        _credentials = credentials;
    }

    /// <summary>
    /// Asked about a request whose token was refused: can it be sent once more? By default one without a body, or with one in memory. A
    /// refused request changed nothing, so any method may be repeated.
    /// </summary>
    public Func<HttpRequestMessage, bool> CanRepeat { get; init; } =
        static request => request.Content is null or ByteArrayContent or ReadOnlyMemoryContent;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            for (int refusals = 1; ; refusals++)
            {
                RequestCredentials sent = await _credentials.SignAsync(request, cancellationToken).ConfigureAwait(false);
                HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
                response.RequestMessage = request;
                if (response.IsSuccessStatusCode)
                {
                    sent.Tokens.Accept(sent);
                    return response;
                }

                bool isRefused = await IsRefusedAsync(response, cancellationToken).ConfigureAwait(false);
                if (!isRefused || !sent.Tokens.CanReplace(sent, refusals))
                {
                    return response;
                }

                await _credentials.NoteRefusalAsync(response, sent, cancellationToken).ConfigureAwait(false);
                if (!CanRepeat(request))
                {
                    return response;
                }

                response.Dispose();
            }
        }
        finally
        {
            HelpLightningCredentials.Remove(request);
        }
    }

    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Help Lightning is called asynchronously: use SendAsync.");

    /// <summary>The body is read only where it matters, no further than an error goes, and comes to the caller as it came.</summary>
    private static async ValueTask<bool> IsRefusedAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        TokenRefusal.Is(
            response.StatusCode,
            response.StatusCode == TokenRefusal.StatusWithCode
                ? await ErrorGlimpse.OfAsync(response, cancellationToken).ConfigureAwait(false)
                : default);
}

namespace HelpLightning.Proxy;

/// <summary>Has bodies remembered while they are sent, for the handler inside, which sends again what was refused for its token.</summary>
internal sealed class RepeatableBodyHandler(int most, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    public static bool CanRepeat(HttpRequestMessage request) => request.Content switch
    {
        null => true,
        RepeatableBody body => body.CanSend,
        { Headers.ContentLength: 0 } => true,
        _ => false,
    };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } incoming && incoming.Headers.ContentLength != 0)
        {
            request.Content = new RepeatableBody(incoming, most);
        }

        return base.SendAsync(request, cancellationToken);
    }
}

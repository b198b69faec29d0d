using System.Net;
using System.Text;

namespace HelpLightning.Webhooks.Archiving.Tests;

/// <summary>A network that answers some requests itself, before the sandbox hears of them.</summary>
internal sealed class Doorman(Func<HttpRequestMessage, HttpResponseMessage?> answer) : DelegatingHandler(new SocketsHttpHandler())
{
    public static HttpResponseMessage NotFound() => new(HttpStatusCode.NotFound) { Content = Json("{\"code\":100}") };

    public static HttpResponseMessage Ok(string json) => new(HttpStatusCode.OK) { Content = Json(json) };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        answer(request) is { } own ? own : await base.SendAsync(request, cancellationToken);

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");
}

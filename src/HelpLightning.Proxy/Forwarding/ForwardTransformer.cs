using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace HelpLightning.Proxy;

/// <summary>Makes the request that goes on: the same target byte for byte, the same headers but for those that stay here.</summary>
internal sealed class ForwardTransformer(Exchange exchange, string target, HelpLightningProxyState state, TimeProvider clock)
    : HttpTransformer
{
    /// <summary>A token lives for a minute; a clock that is off by half of it is why some are refused.</summary>
    private static readonly TimeSpan TellingSkew = TimeSpan.FromSeconds(30);

    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public override ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        ValueTask copying = base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);

        // The address says which host is meant.
        proxyRequest.Headers.Host = null;
        proxyRequest.RequestUri = new Uri(destinationPrefix + target, AsItIs);
        exchange.Request = proxyRequest;
        return copying;
    }

    public override ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is not null)
        {
            exchange.IsAnswered = true;
            state.SayFarewell(httpContext);
            NoteSkew(httpContext, proxyResponse);
        }

        return base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
    }

    private void NoteSkew(HttpContext httpContext, HttpResponseMessage answer)
    {
        if ((int)answer.StatusCode is StatusCodes.Status401Unauthorized or StatusCodes.Status400BadRequest
            && answer.Headers.Date - clock.GetUtcNow() is { } ahead && ahead.Duration() > TellingSkew)
        {
            ProblemAnswer.Note(
                httpContext.Response,
                $"the clock of the proxy's machine is {Math.Round(ahead.Duration().TotalSeconds)} s "
                    + $"{(ahead > TimeSpan.Zero ? "behind" : "ahead of")} Help Lightning's, so tokens may be refused: "
                    + "set it right (timedatectl set-ntp true)");
        }
    }
}

using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace HelpLightning.Proxy;

/// <summary>Makes the request that goes on: the same target byte for byte, the same headers but for those that stay here.</summary>
internal sealed class ForwardTransformer(Exchange exchange, string target, TimeProvider clock) : HttpTransformer
{
    /// <summary>A token lives for a minute; a clock that is off by half of it is why some are refused.</summary>
    private static readonly TimeSpan TellingSkew = TimeSpan.FromSeconds(30);

    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken).ConfigureAwait(false);

        // The address says which host is meant.
        proxyRequest.Headers.Host = null;
        proxyRequest.RequestUri = new Uri(destinationPrefix + target, AsItIs);
        exchange.Request = proxyRequest;
    }

    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        bool goesOn = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken).ConfigureAwait(false);
        if (proxyResponse is null)
        {
            return goesOn;
        }

        exchange.IsAnswered = true;
        if ((int)proxyResponse.StatusCode is StatusCodes.Status401Unauthorized or StatusCodes.Status400BadRequest
            && proxyResponse.Headers.Date - clock.GetUtcNow() is { } ahead && ahead.Duration() > TellingSkew)
        {
            ProblemAnswer.Note(
                httpContext.Response,
                $"the clock of the proxy's machine is {Math.Round(ahead.Duration().TotalSeconds)} s {(ahead > TimeSpan.Zero ? "behind" : "ahead of")} "
                    + "Help Lightning's, so tokens may be refused: set it right (timedatectl set-ntp true)");
        }

        return goesOn;
    }
}

using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace HelpLightning.Sandbox.InProcess;

/// <summary>Answers the requests of an <see cref="HttpClient"/> by the sandbox's own pipeline, without a socket.</summary>
internal sealed class InProcessHandler(
    RequestDelegate pipeline, IServiceProvider services, object sandbox, CancellationToken sandboxIsGone) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(sandboxIsGone.IsCancellationRequested, sandbox);
        Stream body = request.Content is null
            ? Stream.Null
            : await request.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        InProcessExchange exchange = new(cancellationToken, sandboxIsGone);
        DefaultHttpContext context = new(Features(request, body, exchange)) { RequestServices = services };

        // Away from the caller's context, as a server's work would be.
        _ = Task.Run(() => exchange.RunAsync(pipeline, context), CancellationToken.None);
        await exchange.Started.WaitAsync(cancellationToken).ConfigureAwait(false);
        return Answer(request, exchange);
    }

    private static FeatureCollection Features(HttpRequestMessage request, Stream body, InProcessExchange exchange)
    {
        Uri uri = request.RequestUri!;
        HttpRequestFeature feature = new()
        {
            Method = request.Method.Method,
            Scheme = uri.Scheme,
            Protocol = "HTTP/1.1",
            Path = PathString.FromUriComponent(uri),
            QueryString = uri.Query,
            RawTarget = uri.PathAndQuery,
            Headers = RequestHeaders(request),
            Body = body,
        };
        FeatureCollection features = new();
        features.Set<IHttpRequestFeature>(feature);
        features.Set<IHttpRequestBodyDetectionFeature>(exchange);
        features.Set<IHttpResponseFeature>(exchange);
        features.Set<IHttpResponseBodyFeature>(exchange);
        features.Set<IHttpRequestLifetimeFeature>(exchange);
        features.Set<IHttpConnectionFeature>(
            new HttpConnectionFeature { RemoteIpAddress = IPAddress.Loopback, LocalIpAddress = IPAddress.Loopback });
        exchange.CanHaveBody = request.Content is not null;
        return features;
    }

    private static HeaderDictionary RequestHeaders(HttpRequestMessage request)
    {
        HeaderDictionary headers = [];
        foreach ((string name, HeaderStringValues values) in request.Headers.NonValidated)
        {
            headers[name] = new StringValues([.. values]);
        }

        if (request.Content is { } content)
        {
            // Asking for the length computes it.
            headers.ContentLength = content.Headers.ContentLength;
            foreach ((string name, HeaderStringValues values) in content.Headers.NonValidated)
            {
                headers[name] = new StringValues([.. values]);
            }
        }

        headers.TryAdd("Host", request.RequestUri!.Authority);
        return headers;
    }

    private static HttpResponseMessage Answer(HttpRequestMessage request, InProcessExchange exchange)
    {
        HttpResponseMessage response = new((HttpStatusCode)exchange.StatusCode)
        {
            RequestMessage = request,
            ReasonPhrase = exchange.ReasonPhrase,
            Content = new StreamContent(exchange.Reader),
        };
        foreach ((string name, StringValues values) in exchange.Headers)
        {
#pragma warning disable RS0030 // the answer's headers are the sandbox's own and go to nobody else
            if (!response.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                response.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
#pragma warning restore RS0030
        }

        return response;
    }
}

using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using HelpLightning.Client;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace HelpLightning.Proxy;

/// <summary>Sends requests on, each signed by the credentials it goes with, over one pool of connections.</summary>
internal sealed class Forwarder : IDisposable
{
    private readonly IHttpForwarder _forwarder;
    private readonly HelpLightningProxyOptions _options;
    private readonly HelpLightningProxyState _state;
    private readonly SocketsHttpHandler _sockets;
    private readonly ForwarderRequestConfig _config;

    private readonly ConditionalWeakTable<HelpLightningCredentials, HttpMessageInvoker>.CreateValueCallback _makeSender;

    private UpstreamOrigin _origin = new(new Uri("http://localhost"));

    /// <summary>A chain of handlers for each credentials that are alive.</summary>
    private readonly ConditionalWeakTable<HelpLightningCredentials, HttpMessageInvoker> _senders = [];

    public Forwarder(IHttpForwarder forwarder, HelpLightningProxyOptions options, HelpLightningProxyState state)
    {
        _state = state;
        _forwarder = forwarder;
        _options = options;
        _makeSender = Sender;

        // Everything that would change what passes is off: redirects, cookies, compression, traces in headers.
        _sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(15),
            EnableMultipleHttp2Connections = true,
            RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        };
        _config = new ForwarderRequestConfig
        {
            ActivityTimeout = options.ActivityTimeout,
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrHigher,
            AllowResponseBuffering = false,
        };
    }

    public ValueTask<ForwarderError> SendAsync(HttpContext context, string target, Exchange exchange)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        ForwardedHeaders.Strip(context.Request.Headers);
        HelpLightningCredentials credentials = exchange.Site!.CredentialsOf(exchange.ActsAs);
        return _forwarder.SendAsync(
            context, Origin(credentials.BaseAddress), _senders.GetValue(credentials, _makeSender), _config,
            new ForwardTransformer(exchange, target, _state, _options.TimeProvider));
    }

    /// <returns>Null when it is too late to say anything, or nobody is there.</returns>
    public Refusal? FailureOf(ForwarderError error, HttpContext context, Exchange exchange)
    {
        Refusal failure = UpstreamFailure.Of(error, context.Features.Get<IForwarderErrorFeature>()?.Exception, _options.ActivityTimeout);
        ProxyMetrics.Fail(failure.By);
        exchange.AnsweredBy = failure.By;
        return context.Response.HasStarted || context.RequestAborted.IsCancellationRequested ? null : failure;
    }

    public void Dispose() => _sockets.Dispose();

    private string Origin(Uri address)
    {
        UpstreamOrigin last = _origin;
        return ReferenceEquals(last.Address, address) ? last.Text : (_origin = new UpstreamOrigin(address)).Text;
    }

    private HttpMessageInvoker Sender(HelpLightningCredentials credentials) => new(
        new RepeatableBodyHandler(
            _options.LargestRepeatableBody,
            new HelpLightningCredentialsHandler(credentials, _sockets) { CanRepeat = RepeatableBodyHandler.CanRepeat }),
        disposeHandler: false);

    /// <summary>What an address begins with, kept for the next request, which mostly goes there too.</summary>
    private sealed record UpstreamOrigin(Uri Address)
    {
        public string Text { get; } = Address.GetLeftPart(UriPartial.Authority);
    }
}

using HelpLightning.Client;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Forwarder;

namespace HelpLightning.Proxy;

/// <summary>
/// Takes requests of programs that hold no key and sends them on to Help Lightning, signed. Made by
/// <c>AddHelpLightningProxy</c>; mapped by <c>MapHelpLightningProxy</c>, or used as the last middleware of an application that does nothing
/// else.
/// </summary>
public sealed class HelpLightningProxy : IDisposable
{
    private readonly HelpLightningProxyOptions _options;
    private readonly HelpLightningProxyState _state;
    private readonly RequestGuard _guard;
    private readonly SiteChoice _sites;
    private readonly Forwarder _forwarder;
    private readonly TimeProvider _clock;

    internal HelpLightningProxy(
        HelpLightningProxyOptions options, IReadOnlyList<ProxySite> sites, HelpLightningProxyState state, IHttpForwarder forwarder)
    {
        _options = options;
        _state = state;
        _guard = new RequestGuard(options.Hosts, options.AllowRemote);
        _sites = new SiteChoice(sites, options);
        _forwarder = new Forwarder(forwarder, options, state);
        _clock = options.TimeProvider;
    }

    /// <summary>Answers one request: with Help Lightning's answer, or with <c>application/problem+json</c> when it goes nowhere.</summary>
    /// <param name="context">The request.</param>
    public async Task HandleAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        long start = _clock.GetTimestamp();
        DateTimeOffset came = _options.AccessLog is null ? default : _clock.GetUtcNow();
        Exchange exchange = new();
        Begin(context);
        try
        {
            string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            Refusal? refusal = await JudgeAsync(context, target, exchange).ConfigureAwait(false);
            if (refusal is null)
            {
                // One state machine all the way, for each costs a hundredth of what a request does.
                ForwarderError error = await _forwarder.SendAsync(context, target, exchange).ConfigureAwait(false);
                refusal = error == ForwarderError.None ? null : _forwarder.FailureOf(error, context, exchange);
            }
            else
            {
                ProxyMetrics.Refuse(refusal.By);
            }

            if (refusal is not null)
            {
                exchange.AnsweredBy = refusal.By;
                exchange.Rule = refusal.Rule ?? exchange.Rule;
                await ProblemAnswer.WriteAsync(context, refusal).ConfigureAwait(false);
            }
        }
        finally
        {
            End(context, exchange, start, came);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _forwarder.Dispose();

    private void Begin(HttpContext context)
    {
        ProxyMetrics.Begin();
        _state.Begin();
        _state.SayFarewell(context);
    }

    private void End(HttpContext context, Exchange exchange, long start, DateTimeOffset came)
    {
        _state.End(exchange.AnsweredBy is null);
        if (_options.AccessLog is null && !ProxyMetrics.AreOn)
        {
            return;
        }

        TimeSpan elapsed = _clock.GetElapsedTime(start);
        int status = exchange.IsAnswered && exchange.AnsweredBy is not null ? 0 : context.Response.StatusCode;
        ProxyMetrics.End(exchange.Site?.Name ?? "", exchange.Caller, status, elapsed);
        _options.AccessLog?.Invoke(Entry(context, exchange, status, came, elapsed));
    }

    private static ProxyAccess Entry(HttpContext context, Exchange exchange, int status, DateTimeOffset came, TimeSpan elapsed)
    {
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        int query = target.IndexOf('?', StringComparison.Ordinal);
        return new ProxyAccess
        {
            At = came,
            Method = context.Request.Method,
            Path = query < 0 ? target : target[..query],
            Status = status,
            Elapsed = elapsed,
            Site = exchange.Site?.Name,
            Caller = exchange.Caller,
            Rule = exchange.Rule,
            ActsAs = exchange.ActsAs,
            TokenId = exchange.Request is { } sent ? HelpLightningCredentials.TokenIdOf(sent) : null,
            AnsweredBy = exchange.AnsweredBy,
        };
    }

    /// <returns>Null when the request may go on.</returns>
    private async ValueTask<Refusal?> JudgeAsync(HttpContext context, string target, Exchange exchange)
    {
        if (_guard.Judge(context, target) is { } unsafeForm)
        {
            return unsafeForm;
        }

        if (_options.Callers is { } callers)
        {
            exchange.Caller = await callers.FindAsync(context.Request.Headers.Authorization, context.RequestAborted).ConfigureAwait(false);
            if (exchange.Caller is null)
            {
                return Refusal.Of(
                    StatusCodes.Status401Unauthorized, "caller-token",
                    "The proxy wants to know who calls. Send Authorization: Bearer and the token that its operator gave out.");
            }
        }

        if (_sites.Choose(context, out ProxySite? site) is { } noSite)
        {
            return noSite;
        }

        exchange.Site = site;
        ProxyPolicy policy = _options.Policy();
        PolicyVerdict verdict = policy.Judge(context.Request.Method, target);
        exchange.Rule = verdict.Rule;
        if (!verdict.IsAllowed)
        {
            return Refusal.Forbidden("policy", verdict.Finding) with { Rule = verdict.Rule };
        }

        if (JudgePerson(context, policy, exchange) is { } notHim)
        {
            return notHim;
        }

        if (_options.RateLimiter is { } limiter)
        {
            RateDecision decision = await limiter.TakeAsync(site!.Name, context.RequestAborted).ConfigureAwait(false);
            if (!decision.IsAllowed)
            {
                Refusal tooMany = Refusal.Of(
                    StatusCodes.Status429TooManyRequests, "rate",
                    "Callers of this proxy have made as many requests as its operator allows. Wait as Retry-After says.");
                return tooMany with { RetryAfter = decision.RetryAfter };
            }
        }

        return null;
    }

    private static Refusal? JudgePerson(HttpContext context, ProxyPolicy policy, Exchange exchange)
    {
        StringValues asked = context.Request.Headers[ForwardedHeaders.ActAs];
        if (asked.Count > 1)
        {
            return Refusal.Bad("act-as", $"{ForwardedHeaders.ActAs} is there {asked.Count} times: name one person.");
        }

        ActAsVerdict verdict = policy.ActAs.Judge(asked.Count == 0 ? null : asked[0]);
        exchange.ActsAs = verdict.User;
        return verdict.Refusal is { } why ? Refusal.Forbidden("act-as", why) : null;
    }
}

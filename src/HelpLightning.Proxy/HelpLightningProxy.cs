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
        bool isTimed = _options.AccessLog is not null || ProxyMetrics.AreOn;
        long start = isTimed ? _clock.GetTimestamp() : 0;
        DateTimeOffset came = _options.AccessLog is null ? default : _clock.GetUtcNow();
        Exchange exchange = new();
        Begin(context);
        try
        {
            string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            Refusal? refusal = _guard.Judge(context, target)
                ?? (_options.Callers is { } callers ? await JudgeCallerAsync(callers, context, exchange).ConfigureAwait(false) : null)
                ?? Judge(context, target, exchange)
                ?? (_options.RateLimiter is { } limiter ? await JudgeRateAsync(limiter, context, exchange).ConfigureAwait(false) : null);
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
            _state.End(exchange.AnsweredBy is null);
            ProxyMetrics.End();
            if (isTimed)
            {
                Tell(context, exchange, _clock.GetElapsedTime(start), came);
            }
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

    private void Tell(HttpContext context, Exchange exchange, TimeSpan elapsed, DateTimeOffset came)
    {
        int status = exchange.IsAnswered && exchange.AnsweredBy is not null ? 0 : context.Response.StatusCode;
        ProxyMetrics.Record(exchange.Site?.Name ?? "", exchange.Caller, status, elapsed);
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

    private static async ValueTask<Refusal?> JudgeCallerAsync(CallerTokens callers, HttpContext context, Exchange exchange)
    {
        exchange.Caller = await callers.FindAsync(context.Request.Headers.Authorization, context.RequestAborted).ConfigureAwait(false);
        return exchange.Caller is not null ? null : Refusal.Of(
            StatusCodes.Status401Unauthorized, "caller-token",
            "The proxy wants to know who calls. Send Authorization: Bearer and the token that its operator gave out.");
    }

    /// <summary>For which site it is, whether the policy lets it through, and as whom it is made.</summary>
    private Refusal? Judge(HttpContext context, string target, Exchange exchange)
    {
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

        return JudgePerson(context, policy, exchange);
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

    private static async ValueTask<Refusal?> JudgeRateAsync(IProxyRateLimiter limiter, HttpContext context, Exchange exchange)
    {
        RateDecision decision = await limiter.TakeAsync(exchange.Site!.Name, context.RequestAborted).ConfigureAwait(false);
        return decision.IsAllowed ? null : Refusal.Of(
            StatusCodes.Status429TooManyRequests, "rate",
            "Callers of this proxy have made as many requests as its operator allows. Wait as Retry-After says.") with
        { RetryAfter = decision.RetryAfter };
    }
}

using System.CommandLine;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Proxy;
using HelpLightning.Proxy.Redis;
using Microsoft.Extensions.Logging;

namespace HelpLightning.Cli.SigningProxy;

/// <summary>All that a running proxy is made of: sites, rules, callers, limits, log.</summary>
internal sealed class ProxyRun : IAsyncDisposable
{
    private readonly Host _host;
    private readonly ScreenLog _log;
    private readonly List<OpenSite> _sites = [];
    private AccessLog? _access;
    private TerminalLines? _lines;
    private RedisRateLimiter? _redis;

    private ProxyRun(Host host, ProxyPlan plan, ScreenLog log)
    {
        _host = host;
        _log = log;
        Plan = plan;
    }

    public ProxyPlan Plan { get; }

    public IReadOnlyList<OpenSite> Sites => _sites;

    public required Func<ProxyPolicy> Policy { get; init; }

    public required CallerTokens? Callers { get; init; }

    /// <summary>Reads and opens everything that is named, so that what is wrong is said before anything listens.</summary>
    public static async Task<ProxyRun> OpenAsync(Host host, ProxyFlags flags, ParseResult parsed)
    {
        ProxyPlan plan = flags.Read(parsed);
        ScreenLog log = new(host);
        ProxyRun run = new(host, plan, log)
        {
            Policy = flags.Policy.Follow(parsed, log.CreateLogger("HelpLightning.Proxy.Policy")),
            Callers = plan.Callers.Count == 0 ? null : OpenCallers(host, plan.Callers, log.CreateLogger("HelpLightning.Proxy.Callers")),
        };
        try
        {
            run._sites.Add(flags.Sites.Open(parsed, plan.TokenReuse, log));
            foreach (string profile in plan.SiteProfiles.Concat(plan.Addresses.Select(static a => a.Profile).OfType<string>()).Distinct())
            {
                if (run._sites.All(site => site.Name != profile))
                {
                    run._sites.Add(flags.Sites.OpenProfile(profile, plan.TokenReuse, log));
                }
            }

            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Until it is told to end.</summary>
    /// <returns>How many requests were answered by whom, and how many were cut off.</returns>
    public async Task<(long Answered, long Refused, int CutOff)> ServeAsync(
        Action<ProxyServer> started, CancellationToken cancellationToken)
    {
        _access = Plan.AccessLog is { } file ? AccessLog.Open(_host, file) : null;
        _lines = _host.Screen.ErrorIsTerminal ? new TerminalLines(_host) : null;
        _redis = Plan.Redis is { } options ? OpenRedis(options) : null;
        IProxyRateLimiter limiter = (IProxyRateLimiter?)_redis ?? new LocalRateLimiter(Limit, _host.Clock);
        await using ProxyServer server = await ProxyServer.StartAsync(
            Plan, (proxy, profiles) => Configure(proxy, profiles, limiter), _log, _host.Clock, _host.PathTo, cancellationToken);
        if (_redis is { } redis && Plan.Redis!.WhenRedisIsGone == WhenRedisIsGone.Refuse)
        {
            server.State.AddCondition("redis", () => redis.Problem);
        }

        started(server);
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // SIGTERM and Ctrl-C are how a server is stopped.
        }

        int cutOff = await server.StopAsync();
        return (server.State.Answered, server.State.Refused, cutOff);
    }

    public async ValueTask DisposeAsync()
    {
        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }

        if (_lines is not null)
        {
            await _lines.DisposeAsync();
        }

        _access?.Dispose();
        foreach (OpenSite site in _sites)
        {
            site.Dispose();
        }

        _log.Dispose();
    }

    private void Configure(HelpLightningProxyOptions options, IReadOnlyDictionary<int, string> profiles, IProxyRateLimiter limiter)
    {
        foreach (OpenSite site in _sites)
        {
            options.Sites.Add(new ProxySite(site.Name, site.Client));
        }

        foreach ((int port, string profile) in profiles)
        {
            options.SitesByPort[port] = profile;
        }

        foreach (string name in Plan.Hosts)
        {
            options.Hosts.Add(name);
        }

        options.AllowSiteHeader = Plan.SiteProfiles.Count > 0;
        options.AllowRemote = Plan.AllowRemote;
        options.Policy = Policy;
        options.Callers = Callers;
        options.RateLimiter = limiter;
        options.ActivityTimeout = Plan.ActivityTimeout;
        options.AccessLog = (_access, _lines) switch
        {
            (null, null) => null,
            (null, not null) => _lines.Write,
            (not null, null) => _access.Write,
            _ => Tell,
        };
        options.TimeProvider = _host.Clock;
    }

    private void Tell(ProxyAccess access)
    {
        _access!.Write(access);
        _lines!.Write(access);
    }

    private RateLimit? Limit(string site) => Policy().RateLimit;

    private RedisRateLimiter OpenRedis(RedisRateLimiterOptions options)
    {
        try
        {
            return RedisRateLimiter.Create(options, Limit, new Logger<RedisRateLimiter>(_log), _host.Clock);
        }
        catch (Exception e) when (e is ArgumentException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw CommandException.Configuration(e.Message);
        }
    }

    private static CallerTokens OpenCallers(Host host, IReadOnlyDictionary<string, string> files, ILogger log)
    {
        try
        {
            return new CallerTokens(files, log, host.Clock);
        }
        catch (Exception e) when (e is ArgumentException or InvalidDataException)
        {
            throw CommandException.Configuration(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Configuration(
                $"A file of --caller-token-file cannot be read: {e.Message.TrimEnd('.')}. Name one with a caller's token on each line that "
                + "you may read. To make a token: openssl rand -hex 32");
        }
    }
}

using HelpLightning.Proxy.Redis;

namespace HelpLightning.Cli.SigningProxy;

/// <summary>What <c>hl proxy</c> was asked for, checked as far as that goes without opening anything.</summary>
internal sealed record ProxyPlan
{
    public required IReadOnlyList<ListenAddress> Addresses { get; init; }

    /// <summary>The Unix socket to listen on; null for none.</summary>
    public string? Socket { get; init; }

    /// <summary>How many sockets were opened for this process before it began; they are the descriptors from 3 on.</summary>
    public int Descriptors { get; init; }

    public required bool AllowRemote { get; init; }

    public string? Certificate { get; init; }

    public string? CertificateKey { get; init; }

    public required IReadOnlyList<string> Hosts { get; init; }

    /// <summary>Files of tokens by callers' names; empty where everybody may call.</summary>
    public required IReadOnlyDictionary<string, string> Callers { get; init; }

    /// <summary>Profiles whose sites a caller may choose.</summary>
    public required IReadOnlyList<string> SiteProfiles { get; init; }

    /// <summary>The Redis that several proxies count in; null to count here.</summary>
    public RedisRateLimiterOptions? Redis { get; init; }

    public required TimeSpan TokenReuse { get; init; }

    public required TimeSpan ActivityTimeout { get; init; }

    public required TimeSpan Drain { get; init; }

    /// <summary>A file, <c>-</c> for standard output, or null for no log.</summary>
    public string? AccessLog { get; init; }

    /// <summary>Where probes and metrics are answered; null for nowhere.</summary>
    public ListenAddress? Operations { get; init; }
}

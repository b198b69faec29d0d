using System.Net;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Sandbox;

/// <summary>What a sandbox is and how it answers. Where the vendor's behaviour is unknown, it is a setting here.</summary>
public sealed class HelpLightningSandboxOptions
{
    /// <summary>The site that the sandbox is; 54344 by default, as in Help Lightning's tutorial.</summary>
    public SiteId SiteId { get; init; } = new(54344);

    /// <summary>The site's public keys. With none, every token is refused.</summary>
    public IReadOnlyList<PartnerPublicKey> PartnerPublicKeys { get; init; } = [];

    /// <summary>The API key that callers must send, 1 to 512 visible ASCII characters; null makes one up.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Where to listen: a loopback address; port 0 (the default) takes a free one.</summary>
    public IPEndPoint ListenEndPoint { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>A SQLite file that keeps the data over restarts; null keeps it in memory.</summary>
    public string? DataFile { get; init; }

    /// <summary>What a new database is filled with.</summary>
    public SandboxSeed Seed { get; init; } = SandboxSeed.Small;

    /// <summary>The same number gives the same people.</summary>
    public int SeedNumber { get; init; } = 1;

    /// <summary>How an expired token is answered.</summary>
    public ExpiredTokenAnswer ExpiredTokenAnswer { get; init; } = ExpiredTokenAnswer.BadRequest400Code1003;

    /// <summary>The HTTP status for a missing or unknown API key: 400, 401 or 403 (the default).</summary>
    public int ApiKeyRefusalStatus { get; init; } = 403;

    /// <summary>The clock that tokens are judged by and that the <c>Date</c> header shows.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Called once for each answered request, from many threads.</summary>
    public Action<SandboxRequestLogEntry>? RequestLog { get; init; }

    internal void Validate()
    {
        if (SiteId.Value <= 0)
        {
            throw new ArgumentException($"{nameof(SiteId)} is not set: give a positive number such as 54344.");
        }

        if (!IPAddress.IsLoopback(ListenEndPoint.Address))
        {
            throw new ArgumentException(
                $"{nameof(ListenEndPoint)} {ListenEndPoint} is not a loopback address. The sandbox is a test tool and stays off the network: use 127.0.0.1 or ::1.");
        }

        if (ApiKey is not null && (ApiKey.Length is 0 or > 512 || ApiKey.AsSpan().ContainsAnyExceptInRange('!', '~')))
        {
            throw new ArgumentException($"{nameof(ApiKey)} must have 1 to 512 visible ASCII characters and no space.");
        }

        if (ApiKeyRefusalStatus is not (400 or 401 or 403))
        {
            throw new ArgumentException($"{nameof(ApiKeyRefusalStatus)} must be 400, 401 or 403.");
        }

        if (!Enum.IsDefined(Seed) || !Enum.IsDefined(ExpiredTokenAnswer))
        {
            throw new ArgumentException($"{nameof(Seed)} and {nameof(ExpiredTokenAnswer)} must be one of their named values.");
        }
    }
}

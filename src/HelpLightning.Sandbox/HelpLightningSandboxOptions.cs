using System.Net;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox.Faults;

namespace HelpLightning.Sandbox;

/// <summary>What a sandbox is and how it answers. Where the vendor's behaviour is unknown, it is a setting here.</summary>
public sealed class HelpLightningSandboxOptions
{
    private TimeProvider _timeProvider = TimeProvider.System;

    /// <summary>The site that the sandbox is; 54344 by default, as in Help Lightning's tutorial.</summary>
    public SiteId SiteId { get; init; } = new(54344);

    /// <summary>The site's public keys. With none, every token is refused.</summary>
    public IReadOnlyList<PartnerPublicKey> PartnerPublicKeys { get; init; } = [];

    /// <summary>The API key that callers must send, 1 to 512 visible ASCII characters; null makes one up.</summary>
    public string? ApiKey { get; init; }

    /// <summary>
    /// Where to listen: a loopback address; port 0 (the default) takes a free one. Null listens nowhere:
    /// <see cref="HelpLightningSandbox.CreateHandler"/> is then the only way in.
    /// </summary>
    public IPEndPoint? ListenEndPoint { get; init; } = new(IPAddress.Loopback, 0);

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

    /// <summary>
    /// The clock under the sandbox's own, which <see cref="HelpLightningSandbox.AdvanceClock"/> moves. Waiting (delays of
    /// faults, retries of webhooks) runs on it as well.
    /// </summary>
    public TimeProvider TimeProvider { get => _timeProvider; init => _timeProvider = value; }

    /// <summary>How far the sandbox's clock starts ahead of <see cref="TimeProvider"/>; up to 100 years either way.</summary>
    public TimeSpan ClockOffset { get; init; }

    /// <summary>How far the <c>Date</c> header is ahead of the clock that tokens are checked by, for clients that correct by it.</summary>
    public TimeSpan DateSkew { get; init; }

    /// <summary>How it misbehaves from the start; see <see cref="SandboxFault"/>.</summary>
    public IReadOnlyList<SandboxFault> Faults { get; init; } = [];

    /// <summary>Where events are posted to from the start. With a data file, those of earlier runs stay as well.</summary>
    public IReadOnlyList<SandboxWebhook> Webhooks { get; init; } = [];

    /// <summary>
    /// How long a webhook's delivery waits after each failed attempt, by the sandbox's clock; after the last it is given up.
    /// By default 1 s, 5 s, 30 s, 2 min and 10 min: six attempts.
    /// </summary>
    public IReadOnlyList<TimeSpan> WebhookRetryDelays { get; init; } =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10),
    ];

    /// <summary>How long a webhook's receiver may take for its whole answer, in real time: above 0, at most 5 min.</summary>
    public TimeSpan WebhookTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Called once for each answered request, from many threads.</summary>
    public Action<SandboxRequestLogEntry>? RequestLog { get; init; }

    /// <summary>The same, on another clock.</summary>
    internal HelpLightningSandboxOptions On(TimeProvider clock)
    {
        HelpLightningSandboxOptions copy = (HelpLightningSandboxOptions)MemberwiseClone();
        copy._timeProvider = clock;
        return copy;
    }

    internal void Validate()
    {
        ValidateOperations();
        if (SiteId.Value <= 0)
        {
            throw new ArgumentException($"{nameof(SiteId)} is not set: give a positive number such as 54344.");
        }

        if (ListenEndPoint is not null && !IPAddress.IsLoopback(ListenEndPoint.Address))
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

    private void ValidateOperations()
    {
        TimeSpan farthest = TimeSpan.FromDays(36_500);
        if (ClockOffset.Duration() > farthest || DateSkew.Duration() > farthest)
        {
            throw new ArgumentException($"{nameof(ClockOffset)} and {nameof(DateSkew)} must be within 100 years.");
        }

        if (WebhookTimeout <= TimeSpan.Zero || WebhookTimeout > TimeSpan.FromMinutes(5))
        {
            throw new ArgumentException($"{nameof(WebhookTimeout)} must be above 0 and at most 5 minutes.");
        }

        if (WebhookRetryDelays.Any(delay => delay < TimeSpan.Zero || delay > TimeSpan.FromDays(30)))
        {
            throw new ArgumentException($"{nameof(WebhookRetryDelays)} must each be from 0 to 30 days.");
        }

        try
        {
            foreach (SandboxFault fault in Faults)
            {
                FaultText.Check(fault);
            }

            foreach (SandboxWebhook webhook in Webhooks)
            {
                webhook.Check();
            }
        }
        catch (FormatException e)
        {
            throw new ArgumentException(e.Message, e);
        }
    }
}

using System.Threading.RateLimiting;
using Polly;

namespace HelpLightning.Client;

/// <summary>
/// The settings in force, made ready for use. When settings change another takes its place; calls that began with this
/// one end with it.
/// </summary>
internal sealed class Connection : IDisposable
{
    private readonly PartnerSigner? _signer;
    private readonly string _site;
    private readonly Lazy<ResiliencePipeline<HelpLightningResponse>> _pipeline;
    private volatile bool _isReplaced;

    public Connection(HelpLightningOptions options, CorrectedClock clock, ClientTelemetry telemetry)
    {
        Options = options;
        Clock = clock;
        Origin = ApiOrigin.Of(options);
        ApiKey = options.ApiKey!.Trim();
        _site = $"{Origin.Root} {options.SiteId}";
        _signer = options.HasPartnerKey ? new PartnerSigner(options, clock, telemetry) : null;
        _pipeline = new Lazy<ResiliencePipeline<HelpLightningResponse>>(() => RetryRules.Build(options, telemetry));
        Limiter = RequestRate.Limiter(options.RequestsPerSecond);
    }

    public HelpLightningOptions Options { get; }

    public CorrectedClock Clock { get; }

    public ApiOrigin Origin { get; }

    public string ApiKey { get; }

    /// <summary>
    /// Tells sites, addresses and keys apart: a token got from one site is not sent to another, and one that was got with a key that was
    /// replaced, perhaps because somebody else had it, is not used any more.
    /// </summary>
    public TokenOrigin Identity => new(_site, _signer?.Thumbprint);

    /// <summary>What is wrong with the key; null when all is well.</summary>
    public string? Alarm => _signer?.Alarm;

    /// <summary>Made when a call does not succeed at once, which in a short-lived program is never.</summary>
    public ResiliencePipeline<HelpLightningResponse> Pipeline => _pipeline.Value;

    /// <summary>Null when requests are not limited.</summary>
    public RateLimiter? Limiter { get; }

    /// <summary>Is another in force by now? What was got meanwhile may be from there.</summary>
    public bool IsReplaced => _isReplaced;

    /// <summary>Said before another takes its place. Where that is for the same site, this one's key stays at hand for a while.</summary>
    public void ReplaceBy(Connection next)
    {
        _isReplaced = true;
        if (next._site == _site && _signer is not null)
        {
            next._signer?.KeepAtHand(_signer);
        }
    }

    /// <summary>Looks at the key, when it is time to.</summary>
    public ValueTask FollowKeyAsync(CancellationToken cancellationToken) => _signer?.FollowAsync(cancellationToken) ?? default;

    /// <returns>False when the connection was replaced during the wait.</returns>
    public async ValueTask<bool> TryTakeTurnAsync(CancellationToken cancellationToken)
    {
        try
        {
            using RateLimitLease lease = await Limiter!.AcquireAsync(1, cancellationToken).ConfigureAwait(false);
            return lease.IsAcquired;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    /// <exception cref="HelpLightningConfigurationException">There is no partner key.</exception>
    public PartnerSigner RequireSigner() => _signer ?? throw new HelpLightningConfigurationException(
        new SettingFault(
            nameof(HelpLightningOptions.PartnerKeyFile), "is missing, and this call needs a partner token, so nothing was sent",
            "set it to the path of the partner key, or call through a user who signed in"));

    /// <summary>
    /// Calls that wait for their turn are let go, to queue up with the next connection, and so are those that have yet to sign.
    /// </summary>
    public void Dispose()
    {
        Limiter?.Dispose();
        _signer?.Dispose();
    }
}

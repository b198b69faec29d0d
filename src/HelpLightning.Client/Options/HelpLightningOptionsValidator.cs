using Microsoft.Extensions.Options;

namespace HelpLightning.Client;

/// <summary>Says which setting is missing or wrong, and what belongs there. Never repeats a secret.</summary>
/// <param name="handled">The one name it judges: with several clients registered, each has its validator; null for all.</param>
internal sealed class HelpLightningOptionsValidator(string? handled = null) : IValidateOptions<HelpLightningOptions>
{
    private const int LongestApiKey = 512;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <exception cref="HelpLightningConfigurationException">A setting is missing or wrong.</exception>
    public static void Require(HelpLightningOptions options)
    {
        List<string> faults = [.. Faults(options)];
        if (faults.Count > 0)
        {
            throw new HelpLightningConfigurationException(string.Join(" ", faults));
        }
    }

    public ValidateOptionsResult Validate(string? name, HelpLightningOptions options)
    {
        if (handled is not null && name != handled)
        {
            return ValidateOptionsResult.Skip;
        }

        string client = string.IsNullOrEmpty(name) ? "" : $"Client '{name}': ";
        List<string> faults = [.. Faults(options).Select(fault => client + fault)];
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(HelpLightningOptions options) =>
        [.. IdentityFaults(options), .. AddressFaults(options), .. TimeFaults(options), .. PatienceFaults(options)];

    private static IEnumerable<string> IdentityFaults(HelpLightningOptions options)
    {
        string? apiKey = options.ApiKey?.Trim();
        if (string.IsNullOrEmpty(apiKey))
        {
            yield return "HelpLightning:ApiKey is missing: set it to an API key from Help Lightning's Developer tab.";
        }
        else if (apiKey.Length > LongestApiKey || apiKey.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            yield return $"HelpLightning:ApiKey ({apiKey.Length} characters) is not an API key: 1 to {LongestApiKey} visible ASCII characters without spaces.";
        }

        if (options.SiteId <= 0 && (options.PartnerKeyRequired || options.HasPartnerKey))
        {
            yield return "HelpLightning:SiteId is missing or not positive: set it to the number in Help Lightning's Developer tab, such as 54344.";
        }

        int keys = (options.PartnerKeyFile is null ? 0 : 1) + (options.PartnerKeyVariable is null ? 0 : 1) + (options.PartnerKey is null ? 0 : 1);
        if (keys == 0 && options.PartnerKeyRequired)
        {
            yield return "The partner key is missing: set HelpLightning:PartnerKeyFile to its path, or HelpLightning:PartnerKeyVariable to the environment variable that holds it.";
        }
        else if (keys > 1)
        {
            yield return "The partner key is given more than once: keep one of HelpLightning:PartnerKeyFile, HelpLightning:PartnerKeyVariable and PartnerKey.";
        }
    }

    private static IEnumerable<string> AddressFaults(HelpLightningOptions options)
    {
        if (!Enum.IsDefined(options.DataCenter))
        {
            yield return "HelpLightning:DataCenter must be US or EU.";
        }

        if (options.BaseUrl is not null && ApiOrigin.FaultOf(options.BaseUrl) is { } fault)
        {
            yield return $"HelpLightning:BaseUrl {fault}";
        }
    }

    private static IEnumerable<string> TimeFaults(HelpLightningOptions options)
    {
        if (options.TokenLifetime < TimeSpan.FromSeconds(1) || options.TokenLifetime > TimeSpan.FromHours(24)
            || options.TokenLifetime.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            yield return "HelpLightning:TokenLifetime must be whole seconds from 00:00:01 to 24:00:00 (1.00:00:00); 00:01:00 is usual.";
        }

        if (options.TokenReuse < TimeSpan.Zero || options.TokenReuse > options.TokenLifetime / 2)
        {
            yield return "HelpLightning:TokenReuse must be from 0 to half of TokenLifetime, so that no token expires on its way.";
        }

        if (options.MaxClockCorrection < TimeSpan.Zero || options.MaxClockCorrection > TimeSpan.FromHours(24))
        {
            yield return "HelpLightning:MaxClockCorrection must be from 0 (never) to 24:00:00 (1.00:00:00); 00:05:00 is usual.";
        }

        if (options.Timeout <= TimeSpan.Zero || options.Timeout > Hour)
        {
            yield return "HelpLightning:Timeout must be over zero and at most 01:00:00; 00:01:40 is usual.";
        }

        if (options.AttemptTimeout <= TimeSpan.Zero || options.AttemptTimeout > Hour)
        {
            yield return "HelpLightning:AttemptTimeout must be over zero and at most 01:00:00; 00:00:30 is usual.";
        }
    }

    private static IEnumerable<string> PatienceFaults(HelpLightningOptions options)
    {
        if (options.MaxRetries is < 0 or > 10)
        {
            yield return "HelpLightning:MaxRetries must be from 0 (never) to 10; 3 is usual.";
        }

        if (options.RetryDelay < TimeSpan.Zero || options.RetryDelay > TimeSpan.FromMinutes(1))
        {
            yield return "HelpLightning:RetryDelay must be from 0 to 00:01:00; 00:00:00.5 is usual.";
        }

        if (options.MaxRetryDelay < TimeSpan.Zero || options.MaxRetryDelay > TimeSpan.FromMinutes(10))
        {
            yield return "HelpLightning:MaxRetryDelay must be from 0 to 00:10:00; 00:00:30 is usual.";
        }

        if (options.RequestsPerSecond is not (0 or (>= 0.001 and <= 10_000)))
        {
            yield return "HelpLightning:RequestsPerSecond must be 0 (no limit) or from 0.001 to 10000.";
        }

        if (options.CircuitBreakerFailureRatio is not (> 0 and <= 1))
        {
            yield return "HelpLightning:CircuitBreakerFailureRatio must be over 0 and at most 1; 0.5 is usual.";
        }

        if (options.CircuitBreakerMinimumRequests < 2)
        {
            yield return "HelpLightning:CircuitBreakerMinimumRequests must be 2 or more; 20 is usual.";
        }

        if (options.CircuitBreakerPause < TimeSpan.FromSeconds(0.5) || options.CircuitBreakerPause > Hour)
        {
            yield return "HelpLightning:CircuitBreakerPause must be from 00:00:00.5 to 01:00:00; 00:00:15 is usual.";
        }
    }
}

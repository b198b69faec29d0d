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
        SettingFault[] faults = [.. Faults(options)];
        if (faults.Length > 0)
        {
            throw new HelpLightningConfigurationException(faults);
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

    private static IEnumerable<SettingFault> Faults(HelpLightningOptions options) =>
        [.. IdentityFaults(options), .. AddressFaults(options), .. TimeFaults(options), .. PatienceFaults(options)];

    private static IEnumerable<SettingFault> IdentityFaults(HelpLightningOptions options)
    {
        string? apiKey = options.ApiKey?.Trim();
        if (string.IsNullOrEmpty(apiKey))
        {
            yield return new(nameof(options.ApiKey), "is missing", "set it to an API key from Help Lightning's Developer tab");
        }
        else if (apiKey.Length > LongestApiKey || apiKey.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            yield return new(
                nameof(options.ApiKey), $"({apiKey.Length} characters) is not an API key",
                $"it has 1 to {LongestApiKey} visible ASCII characters without spaces");
        }

        if (options.SiteId == default && (options.PartnerKeyRequired || options.HasPartnerKey))
        {
            yield return new(nameof(options.SiteId), "is missing", "set it to the number in Help Lightning's Developer tab, such as 54344");
        }

        int keys = (options.PartnerKeyFile is null ? 0 : 1)
            + (options.PartnerKeyVariable is null ? 0 : 1)
            + (options.PartnerKey is null ? 0 : 1);
        if (keys == 0 && options.PartnerKeyRequired)
        {
            yield return new(
                nameof(options.PartnerKeyFile), "is missing",
                "set it to the path of the partner key, or PartnerKeyVariable to the environment variable that holds the key");
        }
        else if (keys > 1)
        {
            yield return new(
                nameof(options.PartnerKeyFile),
                "is not the only partner key",
                "keep one of PartnerKeyFile, PartnerKeyVariable and PartnerKey");
        }

        if (options is { PartnerKeyPassphrase: not null, PartnerKeyPassphraseFile: not null })
        {
            yield return new(
                nameof(options.PartnerKeyPassphraseFile), "is not the only passphrase",
                "keep one of PartnerKeyPassphraseFile and PartnerKeyPassphrase");
        }
    }

    private static IEnumerable<SettingFault> AddressFaults(HelpLightningOptions options)
    {
        if (!Enum.IsDefined(options.DataCenter))
        {
            yield return new(nameof(options.DataCenter), "is no data centre", "use US or EU");
        }

        if (options.BaseAddress is { } address && ApiOrigin.FaultOf(address) is { } fault)
        {
            yield return fault;
        }
    }

    private static IEnumerable<SettingFault> TimeFaults(HelpLightningOptions options)
    {
        if (options.TokenLifetime < TimeSpan.FromSeconds(1) || options.TokenLifetime > TimeSpan.FromHours(24)
            || options.TokenLifetime.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            yield return OutOfRange(
                nameof(options.TokenLifetime), "whole seconds from 00:00:01 to 24:00:00 (1.00:00:00); 00:01:00 is usual");
        }

        if (options.TokenReuse < TimeSpan.Zero || options.TokenReuse > options.TokenLifetime / 2)
        {
            yield return OutOfRange(nameof(options.TokenReuse), "from 0 to half of TokenLifetime, so that no token expires on its way");
        }

        if (options.MaxClockCorrection < TimeSpan.Zero || options.MaxClockCorrection > TimeSpan.FromHours(24))
        {
            yield return OutOfRange(nameof(options.MaxClockCorrection), "from 0 (never) to 24:00:00 (1.00:00:00); 00:05:00 is usual");
        }

        if (options.Timeout <= TimeSpan.Zero || options.Timeout > Hour)
        {
            yield return OutOfRange(nameof(options.Timeout), "over zero and at most 01:00:00; 00:01:40 is usual");
        }

        if (options.AttemptTimeout <= TimeSpan.Zero || options.AttemptTimeout > Hour)
        {
            yield return OutOfRange(nameof(options.AttemptTimeout), "over zero and at most 01:00:00; 00:00:30 is usual");
        }
    }

    private static IEnumerable<SettingFault> PatienceFaults(HelpLightningOptions options)
    {
        if (options.MaxRetries is < 0 or > 10)
        {
            yield return OutOfRange(nameof(options.MaxRetries), "from 0 (never) to 10; 3 is usual");
        }

        if (options.RetryDelay < TimeSpan.Zero || options.RetryDelay > TimeSpan.FromMinutes(1))
        {
            yield return OutOfRange(nameof(options.RetryDelay), "from 0 to 00:01:00; 00:00:00.5 is usual");
        }

        if (options.MaxRetryDelay < TimeSpan.Zero || options.MaxRetryDelay > TimeSpan.FromMinutes(10))
        {
            yield return OutOfRange(nameof(options.MaxRetryDelay), "from 0 to 00:10:00; 00:00:30 is usual");
        }

        if (options.RequestsPerSecond is not (0 or (>= 0.001 and <= 10_000)))
        {
            yield return OutOfRange(nameof(options.RequestsPerSecond), "0 (no limit) or from 0.001 to 10000");
        }

        if (options.CircuitBreakerFailureRatio is not (> 0 and <= 1))
        {
            yield return OutOfRange(nameof(options.CircuitBreakerFailureRatio), "over 0 and at most 1; 0.5 is usual");
        }

        if (options.CircuitBreakerMinimumRequests < 2)
        {
            yield return OutOfRange(nameof(options.CircuitBreakerMinimumRequests), "2 or more; 20 is usual");
        }

        if (options.CircuitBreakerPause < TimeSpan.FromSeconds(0.5) || options.CircuitBreakerPause > Hour)
        {
            yield return OutOfRange(nameof(options.CircuitBreakerPause), "from 00:00:00.5 to 01:00:00; 00:00:15 is usual");
        }
    }

    private static SettingFault OutOfRange(string name, string range) => new(name, "is out of range", $"it must be {range}");
}

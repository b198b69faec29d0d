using Microsoft.Extensions.Options;

namespace HelpLightning.Client;

/// <summary>Says which setting is missing or wrong, and what belongs there. Never repeats a secret.</summary>
internal sealed class HelpLightningOptionsValidator : IValidateOptions<HelpLightningOptions>
{
    private const int LongestApiKey = 512;

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
        List<string> faults = [.. Faults(options)];
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(HelpLightningOptions options)
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

        if (options.SiteId <= 0)
        {
            yield return "HelpLightning:SiteId is missing or not positive: set it to the number in Help Lightning's Developer tab, such as 54344.";
        }

        int keys = (options.PartnerKeyFile is null ? 0 : 1) + (options.PartnerKeyVariable is null ? 0 : 1) + (options.PartnerKey is null ? 0 : 1);
        if (keys != 1)
        {
            yield return keys == 0
                ? "The partner key is missing: set HelpLightning:PartnerKeyFile to its path, or HelpLightning:PartnerKeyVariable to the environment variable that holds it."
                : "The partner key is given more than once: keep one of HelpLightning:PartnerKeyFile, HelpLightning:PartnerKeyVariable and PartnerKey.";
        }

        if (!Enum.IsDefined(options.DataCenter))
        {
            yield return "HelpLightning:DataCenter must be US or EU.";
        }

        if (options.BaseUrl is not null && ApiOrigin.FaultOf(options.BaseUrl) is { } fault)
        {
            yield return $"HelpLightning:BaseUrl {fault}";
        }

        if (options.TokenLifetime < TimeSpan.FromSeconds(1) || options.TokenLifetime > TimeSpan.FromHours(24)
            || options.TokenLifetime.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            yield return "HelpLightning:TokenLifetime must be whole seconds from 00:00:01 to 24:00:00 (1.00:00:00); 00:01:00 is usual.";
        }

        if (options.Timeout <= TimeSpan.Zero || options.Timeout > TimeSpan.FromHours(1))
        {
            yield return "HelpLightning:Timeout must be over zero and at most 01:00:00; 00:01:00 is usual.";
        }
    }
}

using System.Globalization;
using HelpLightning.PartnerKeys;
using Microsoft.Extensions.Configuration;

namespace HelpLightning.Client;

/// <summary>
/// From a configuration section to options. By hand: it works under NativeAOT, and a value that cannot be read is an
/// error that names the setting.
/// </summary>
internal static class OptionsBinder
{
    private delegate bool TryParse<T>(string text, out T value);

    public static void Bind(IConfiguration section, HelpLightningOptions options)
    {
        options.ApiKey = section[nameof(options.ApiKey)] ?? options.ApiKey;
        options.PartnerKeyFile = section[nameof(options.PartnerKeyFile)] ?? options.PartnerKeyFile;
        options.PartnerKeyVariable = section[nameof(options.PartnerKeyVariable)] ?? options.PartnerKeyVariable;
        options.PartnerKeyPassphrase = section[nameof(options.PartnerKeyPassphrase)] ?? options.PartnerKeyPassphrase;
        options.PartnerKeyPassphraseFile = section[nameof(options.PartnerKeyPassphraseFile)] ?? options.PartnerKeyPassphraseFile;
        options.BaseAddress = Read(
            section, nameof(options.BaseAddress), options.BaseAddress, "a web address such as https://api.helplightning.net",
            static (string text, out Uri? value) => Uri.TryCreate(text.Trim(), UriKind.Absolute, out value));
        options.SiteId = Read(section, nameof(options.SiteId), options.SiteId, "a positive whole number such as 54344",
            static (string text, out SiteId value) => SiteId.TryParse(text, CultureInfo.InvariantCulture, out value));
        options.DataCenter = Read(section, nameof(options.DataCenter), options.DataCenter, "US or EU",
            static (string text, out DataCenter value) => Enum.TryParse(text, ignoreCase: true, out value) && Enum.IsDefined(value));
        options.PartnerKeyRequired = Flag(section, nameof(options.PartnerKeyRequired), options.PartnerKeyRequired);
        options.TokenLifetime = Time(section, nameof(options.TokenLifetime), options.TokenLifetime);
        options.TokenReuse = section[nameof(options.TokenReuse)] is null
            ? options.TokenReuse
            : Time(section, nameof(options.TokenReuse), default);
        options.MaxClockCorrection = Time(section, nameof(options.MaxClockCorrection), options.MaxClockCorrection);
        options.Timeout = Time(section, nameof(options.Timeout), options.Timeout);
        options.AttemptTimeout = Time(section, nameof(options.AttemptTimeout), options.AttemptTimeout);
        options.MaxRetries = Whole(section, nameof(options.MaxRetries), options.MaxRetries);
        options.RetryDelay = Time(section, nameof(options.RetryDelay), options.RetryDelay);
        options.MaxRetryDelay = Time(section, nameof(options.MaxRetryDelay), options.MaxRetryDelay);
        options.RequestsPerSecond = Number(section, nameof(options.RequestsPerSecond), options.RequestsPerSecond);
        options.CircuitBreaker = Flag(section, nameof(options.CircuitBreaker), options.CircuitBreaker);
        options.CircuitBreakerFailureRatio = Number(
            section, nameof(options.CircuitBreakerFailureRatio), options.CircuitBreakerFailureRatio);
        options.CircuitBreakerMinimumRequests = Whole(
            section, nameof(options.CircuitBreakerMinimumRequests), options.CircuitBreakerMinimumRequests);
        options.CircuitBreakerPause = Time(section, nameof(options.CircuitBreakerPause), options.CircuitBreakerPause);
    }

    private static TimeSpan Time(IConfiguration section, string name, TimeSpan standard) => Read(
        section, name, standard, "a time such as 00:01:00",
        static (string text, out TimeSpan value) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value));

    private static int Whole(IConfiguration section, string name, int standard) => Read(section, name, standard, "a whole number",
        static (string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value));

    private static double Number(IConfiguration section, string name, double standard) => Read(
        section, name, standard, "a number such as 2.5",
        static (string text, out double value) =>
            double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value));

    private static bool Flag(IConfiguration section, string name, bool standard) => Read(section, name, standard, "true or false",
        static (string text, out bool value) => bool.TryParse(text, out value));

    private static T Read<T>(IConfiguration section, string name, T standard, string wanted, TryParse<T> parse)
    {
        string? text = section[name];
        return text is null ? standard
            : parse(text, out T value) ? value
            : throw new HelpLightningConfigurationException(new SettingFault(name, "cannot be read", $"write {wanted}"));
    }
}

using System.Globalization;

namespace HelpLightning.Sandbox.Time;

/// <summary>Times as the API writes them: <c>2016-10-27T15:32:00.000000Z</c>. Their order as text is their order in time.</summary>
internal static class VendorTime
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>What a clock shows.</summary>
    public static string Now(TimeProvider clock) => Format(clock.GetUtcNow());

    public static string Format(DateTimeOffset instant) => instant.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    /// <summary>Without the fraction, as sessions have it.</summary>
    public static string WholeSeconds(string time) => time.Length > 19 ? time[..19] + "Z" : time;

    /// <summary>Reads ISO 8601 with or without a fraction; without an offset it is UTC.</summary>
    public static bool TryParse(string text, out DateTimeOffset instant) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant);
}

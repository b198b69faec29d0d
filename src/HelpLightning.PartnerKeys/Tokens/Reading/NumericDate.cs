using System.Text.Json;

namespace HelpLightning.PartnerKeys;

/// <summary>
/// NumericDate of RFC 7519 section 2: seconds since 1970 as a JSON number, which may have a fraction or an exponent.
/// </summary>
internal static class NumericDate
{
    /// <summary>The last second of the year 9999, the latest that the platform's clock types hold.</summary>
    private const double Latest = 253402300799;

    /// <summary>Reads the value the reader stands on; false when it is no number or out of range.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, out DateTimeOffset instant)
    {
        instant = default;
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out double seconds)
            || !double.IsFinite(seconds) || seconds is < 0 or > Latest)
        {
            return false;
        }

        instant = DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));
        return true;
    }
}

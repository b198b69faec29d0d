using System.Globalization;

namespace HelpLightning.Times;

/// <summary>
/// Times as Help Lightning tells them in text, in JSON and in its report: ISO 8601, epoch seconds, or nothing. A text that is none of
/// these is taken as none: one odd field must not cost a whole list.
/// </summary>
internal static class ApiTime
{
    private const decimal LatestSecond = 253402300799;

    public static DateTimeOffset? Parse(string text)
    {
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds))
        {
            return FromEpoch(seconds);
        }

        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset instant)
            ? instant
            : null;
    }

    public static DateTimeOffset? FromEpoch(decimal seconds) =>
        seconds is > 0 and <= LatestSecond ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)) : null;
}

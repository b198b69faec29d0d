using System.Globalization;

namespace HelpLightning.Sandbox.Time;

/// <summary>
/// Durations as people write them: <c>250ms</c>, <c>90s</c>, <c>-5m</c>, <c>2h</c>, <c>30d</c>; a bare number is seconds.
/// </summary>
internal static class DurationText
{
    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)), ("d", TimeSpan.FromDays(1)), ("", TimeSpan.FromSeconds(1)),
    ];

    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        foreach ((string unit, TimeSpan length) in Units)
        {
            // A number of more digits than this is a mistake, and would overflow what it is multiplied to.
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && double.TryParse(
                    text[..^unit.Length], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
                    out double number)
                && Math.Abs(number * length.TotalDays) <= 36_525)
            {
                duration = number * length;
                return true;
            }
        }

        duration = default;
        return false;
    }

    /// <summary>The shortest form that reads back as the same.</summary>
    public static string Format(TimeSpan duration)
    {
        foreach ((string unit, TimeSpan length) in Units.Reverse().Skip(1))
        {
            if (duration.Ticks % length.Ticks == 0 && (duration != TimeSpan.Zero || unit == "s"))
            {
                return string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / length.Ticks}{unit}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds}ms");
    }
}

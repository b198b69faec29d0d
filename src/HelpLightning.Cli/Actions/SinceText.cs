using System.Globalization;

namespace HelpLightning.Cli.Actions;

/// <summary>A time as people type it: so long ago (<c>7d</c>, <c>24h</c>), a day, or a time; UTC unless it says otherwise.</summary>
internal static class SinceText
{
    private static readonly string[] Forms =
        ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public const string HelpName = "TIME";

    public static DateTimeOffset Parse(string text, string option)
    {
        if (DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time))
        {
            return time;
        }

        string digits = text.TrimEnd('s', 'm', 'h', 'd', 'w');
        TimeSpan unit = text[digits.Length..] switch
        {
            "s" => TimeSpan.FromSeconds(1),
            "m" => TimeSpan.FromMinutes(1),
            "h" => TimeSpan.FromHours(1),
            "d" => TimeSpan.FromDays(1),
            "w" => TimeSpan.FromDays(7),
            _ => TimeSpan.Zero,
        };
        return unit > TimeSpan.Zero && digits.Length <= 6 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number * unit.TotalDays < 100 * 365
            ? TimeProvider.System.GetUtcNow() - (number * unit)
            : throw CommandException.Usage($"{option} wants how long ago (30m, 24h, 7d, 2w), a day (2026-11-01) or a time (2026-11-01T08:00Z).");
    }
}

using System.Globalization;
using HelpLightning.Cli.Settings;

namespace HelpLightning.Cli.Actions;

/// <summary>A time as people type it: so long ago (<c>7d</c>, <c>24h</c>), a day, or a time; UTC unless it says otherwise.</summary>
internal static class SinceText
{
    private static readonly string[] Forms =
        ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Six digits and a unit.</summary>
    private const int LongestLength = 7;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(100 * 365);

    public const string HelpName = "TIME";

    /// <summary>Nothing begins after one time and before an earlier one; who types that means something else.</summary>
    public static void RequireOrder(DateTimeOffset? since, DateTimeOffset? until)
    {
        if (until < since)
        {
            throw CommandException.Usage("--until is before --since: nothing can lie between them.");
        }
    }

    public static DateTimeOffset Parse(string text, string option)
    {
        if (DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time))
        {
            return time;
        }

        // A bare number could be seconds or a year, so a unit is wanted here.
        return text.Length is > 1 and <= LongestLength && !char.IsAsciiDigit(text[^1]) && DurationText.TryRead(text, "smhdw", NumberStyles.None, out TimeSpan ago) && ago < Longest
            ? TimeProvider.System.GetUtcNow() - ago
            : throw CommandException.Usage($"{option} wants how long ago (30m, 24h, 7d, 2w), a day (2026-11-01) or a time (2026-11-01T08:00Z).");
    }
}

using System.Globalization;
using HelpLightning.Cli.Exit;

namespace HelpLightning.Cli.Syntax;

/// <summary>A time as people type it: so long ago (<c>7d</c>, <c>24h</c>), a day, or a time; UTC unless it says otherwise.</summary>
internal static class TimeParser
{
    private static readonly string[] Forms =
    [
        "yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

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

    /// <summary>Does it count from now? Then whose clock says what is now matters.</summary>
    public static bool IsAgo(string? text) => text is not null && TryReadAgo(text, out _);

    /// <param name="text">What was typed.</param>
    /// <param name="option">Where.</param>
    /// <param name="now">What so long ago counts from.</param>
    public static DateTimeOffset Parse(string text, string option, DateTimeOffset now)
    {
        if (DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time))
        {
            return time;
        }

        return TryReadAgo(text, out TimeSpan ago)
            ? now - ago
            : throw CommandException.Usage(
                $"{option} wants how long ago (30m, 24h, 7d, 2w), a day (2026-11-01) or a time (2026-11-01T08:00Z).");
    }

    /// <summary>A bare number could be seconds or a year, so a unit is wanted here.</summary>
    private static bool TryReadAgo(string text, out TimeSpan ago)
    {
        ago = default;
        return text.Length is > 1 and <= LongestLength && !char.IsAsciiDigit(text[^1])
            && DurationParser.TryRead(text, "smhdw", NumberStyles.None, out ago) && ago < Longest;
    }
}

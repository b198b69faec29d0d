using System.Globalization;
using HelpLightning.Cli.Terminal;

namespace HelpLightning.Cli.Assistants.Answers;

/// <summary>
/// Times and lengths of time for an assistant, which knows neither the clock nor the day of the site: in words, and exactly.
/// </summary>
internal static class TimeText
{
    /// <summary><c>3 days ago (2026-11-26T10:00:00Z)</c>.</summary>
    public static string Of(DateTimeOffset time, DateTimeOffset now)
    {
        string words = time <= now ? $"{AgeText.Of(now - time)} ago" : $"in {AgeText.Of(time - now)}";
        return $"{words} ({Exact(time)})";
    }

    public static string Exact(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary><c>1 h 5 min</c>, <c>4 min 20 s</c>, <c>12 s</c>.</summary>
    public static string Length(TimeSpan length) => length switch
    {
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{length.TotalSeconds:0} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)length.TotalMinutes} min {length.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)length.TotalHours} h {length.Minutes} min"),
    };
}

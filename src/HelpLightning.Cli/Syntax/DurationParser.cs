using System.Globalization;
using HelpLightning.Cli.Exit;

namespace HelpLightning.Cli.Syntax;

/// <summary>Lengths of time as people type them: <c>60s</c>, <c>5m</c>, <c>24h</c>, or <c>90</c> for seconds.</summary>
internal static class DurationParser
{
    public static TimeSpan Parse(string text, string option) => TryRead(text, "smh", NumberStyles.None, out TimeSpan length)
        ? length
        : throw CommandException.Usage($"{option} wants a length of time such as 60s, 5m or 1h.");

    /// <summary>Forwards or backwards, and days as well: <c>-90s</c>, <c>2h</c>, <c>30d</c>.</summary>
    public static TimeSpan ParseOffset(string text, string option) =>
        TryRead(text, "smhd", NumberStyles.AllowLeadingSign, out TimeSpan length)
            ? length
            : throw CommandException.Usage(
                $"{option} wants a length of time such as 90s, 5m, 2h or 30d, with a minus before it to go back.");

    /// <param name="text">What was typed.</param>
    /// <param name="units">The letters that may follow the number, of <c>s m h d w</c>; none is seconds.</param>
    /// <param name="style">What the number may look like.</param>
    /// <param name="length">The length, when it is one.</param>
    public static bool TryRead(string text, string units, NumberStyles style, out TimeSpan length)
    {
        length = default;
        string digits = text.TrimEnd(units.ToCharArray());
        long factor = text[digits.Length..] switch
        {
            "" or "s" => 1,
            "m" => 60,
            "h" => 3600,
            "d" => 86_400,
            "w" => 604_800,
            _ => 0,
        };
        if (factor == 0 || !int.TryParse(digits, style, CultureInfo.InvariantCulture, out int number)
            || Math.Abs(number * factor) > TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerSecond)
        {
            return false;
        }

        length = TimeSpan.FromSeconds(number * factor);
        return true;
    }
}

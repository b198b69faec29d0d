using System.Globalization;

namespace HelpLightning.Cli.Settings;

/// <summary>Lengths of time as people type them: <c>60s</c>, <c>5m</c>, <c>24h</c>, or <c>90</c> for seconds.</summary>
internal static class DurationText
{
    public static TimeSpan Parse(string text, string option)
    {
        string digits = text.TrimEnd('s', 'm', 'h');
        long factor = text[digits.Length..] switch
        {
            "" or "s" => 1,
            "m" => 60,
            "h" => 3600,
            _ => 0,
        };
        return factor > 0 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? TimeSpan.FromSeconds(number * factor)
            : throw CommandException.Usage($"{option} wants a length of time such as 60s, 5m or 1h.");
    }

    /// <summary>Forwards or backwards, and days as well: <c>-90s</c>, <c>2h</c>, <c>30d</c>.</summary>
    public static TimeSpan ParseOffset(string text, string option)
    {
        string digits = text.TrimEnd('s', 'm', 'h', 'd');
        long factor = text[digits.Length..] switch
        {
            "" or "s" => 1,
            "m" => 60,
            "h" => 3600,
            "d" => 86400,
            _ => 0,
        };
        return factor > 0 && int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? TimeSpan.FromSeconds(number * factor)
            : throw CommandException.Usage($"{option} wants a length of time such as 90s, 5m, 2h or 30d, with a minus before it to go back.");
    }
}

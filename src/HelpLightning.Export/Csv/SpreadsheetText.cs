using System.Globalization;

namespace HelpLightning.Export;

/// <summary>
/// Keeps a text from becoming a formula. Spreadsheets run a cell that begins with <c>= + - @</c>, and some skip a tab or a
/// line break before it (OWASP, CSV Injection), so names that people choose could run commands on the desk of whoever opens a report.
/// </summary>
public static class SpreadsheetText
{
    /// <summary>The text, with an apostrophe before it where it would be a formula. Plain numbers such as <c>-5</c> or <c>+49</c> stay.</summary>
    public static string? Defuse(string? text) =>
        text is { Length: > 0 } && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠'
            && !double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)
            ? "'" + text
            : text;
}

using System.Globalization;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Terminal;
using HelpLightning.Webhooks;

namespace HelpLightning.Cli.Webhooks;

/// <summary>
/// A line for each event that comes, in columns. Where the terminal is too narrow for a call's id, its end stays: it is what tells calls
/// apart that began in the same minute. A file gets everything whole.
/// </summary>
internal static class EventLine
{
    /// <summary>What is said of an event or request: new, repeat, refused ...</summary>
    public const int WordWidth = 7;
    public const string Gap = "  ";
    private const int TimeWidth = 8;

    /// <summary>Of the longest that is known, <c>call participant_joined</c>.</summary>
    private const int EventWidth = 23;
    private const int CallWidth = 41;
    private const int NarrowestCall = 13;
    private const int AttachmentWidth = 6;
    private const int SecretWidth = 13;

    /// <summary>What stands before and behind the call's id, with room for the name of a secret.</summary>
    private const int Others = TimeWidth + WordWidth + EventWidth + AttachmentWidth + SecretWidth + (5 * 2);

    public static string Format(Screen screen, IncomingEvent incoming, IntakeResult result)
    {
        bool isNew = result == IntakeResult.Stored;
        EventSummary summary = incoming.Summary;
        int? width = screen.OutIsTerminal ? screen.Width : null;
        int callWidth = width is { } cells ? Math.Clamp(cells - Others, NarrowestCall, CallWidth) : CallWidth;
        string what = incoming.IsReadable ? $"{summary.Type ?? "-"} {summary.Category ?? "-"}" : "no JSON object";
        string call = Printable.Of(summary.CallId ?? "-");
        string attachment = summary.AttachmentId?.ToString(CultureInfo.InvariantCulture) ?? summary.AttachmentUuid ?? "-";
        string[] columns =
        [
            Cell(what, EventWidth, width),
            (width is null || call.Length <= callWidth ? call : $"…{call[^(callWidth - 1)..]}").PadRight(callWidth),
            Cell(attachment, AttachmentWidth, width),
            Cell(incoming.SignedBy ?? "-", SecretWidth, width).TrimEnd(),
        ];
        string rest = string.Join(Gap, columns);
        return Paint(Time(incoming.ReceivedAt), Ansi.Dim) + Gap
            + Paint((isNew ? "new" : "repeat").PadRight(WordWidth), isNew ? Ansi.Green : Ansi.Dim) + Gap
            + (isNew ? rest : Paint(rest, Ansi.Dim));

        string Paint(string text, string style) => Ansi.Paint(text, style, screen.OutHasColor);
    }

    /// <summary>By the clock on this machine's wall, as somebody who watches reads it.</summary>
    public static string Time(DateTimeOffset at) => at.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Cell(string text, int width, int? terminal)
    {
        string shown = Printable.Of(text);
        string cut = terminal is null ? shown : CellText.Cut(shown, width);
        return cut + new string(' ', Math.Max(0, width - CellText.Width(cut)));
    }
}

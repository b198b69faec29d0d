using System.Text;

namespace HelpLightning.Cli.Terminal;

/// <summary>
/// Standard output and standard error: data on the one, everything said about it on the other. Knows which of them is
/// a terminal, how wide, and whether colour is wanted.
/// </summary>
internal sealed class Screen
{
    private const int DefaultWidth = 80;

    public Screen()
    {
        UTF8Encoding utf8 = new(encoderShouldEmitUTF8Identifier: false);
        Out = new StreamWriter(Output.StandardOutput.OpenRaw(), utf8) { AutoFlush = true, NewLine = "\n" };
        Error = new StreamWriter(OperatingSystem.IsWindows() ? Console.OpenStandardError() : new UnixOutput(StandardFiles.Error), utf8) { AutoFlush = true, NewLine = "\n" };
    }

    public TextWriter Out { get; }

    public TextWriter Error { get; }

    /// <summary>False after <c>--no-progress</c>.</summary>
    public bool ProgressIsWanted { get; set; } = true;

    public static bool OutIsTerminal => !Console.IsOutputRedirected;

    public static bool ErrorIsTerminal => !Console.IsErrorRedirected;

    public static bool InputIsTerminal => !Console.IsInputRedirected;

    /// <summary>Characters in a line of the terminal; 80 when there is none.</summary>
    public static int Width
    {
        get
        {
            try
            {
                return Console.WindowWidth is > 20 and int width ? width : DefaultWidth;
            }
            catch (IOException)
            {
                return DefaultWidth;
            }
        }
    }

    /// <summary>Colour on standard output: on a terminal, unless NO_COLOR is set (no-color.org) or the terminal is dumb.</summary>
    public static bool OutHasColor => OutIsTerminal && ColorIsWanted;

    public static bool ErrorHasColor => ErrorIsTerminal && ColorIsWanted;

    private static bool ColorIsWanted =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") is not "dumb";

    /// <summary>Says something about what is being done, without disturbing the data.</summary>
    public void Note(string text)
    {
        foreach (string line in Lines(text))
        {
            Error.WriteLine(line);
        }
    }

    public void Warn(string text) => Say("warning:", Ansi.Yellow, text);

    public void Fail(string text) => Say("error:", Ansi.Red, text);

    public static string Paint(string text, string style, bool colored) => colored ? $"{style}{text}{Ansi.Reset}" : text;

    private void Say(string label, string color, string text)
    {
        string[] lines = Lines($"{label} {text}");
        lines[0] = Paint(label, color, ErrorHasColor) + lines[0][label.Length..];
        foreach (string line in lines)
        {
            Error.WriteLine(line);
        }
    }

    /// <summary>
    /// Lines as they are for a script; on a terminal, those that are too long are broken at words. Messages repeat what was
    /// typed or answered, so whatever could command a terminal is taken out here, for all of them.
    /// </summary>
    private static string[] Lines(string text)
    {
        string[] lines = Printable.OfLines(text).Split('\n');
        return ErrorIsTerminal ? [.. lines.SelectMany(static line => line.Length < Width ? [line] : TextWrap.Lines(line, Width - 1))] : lines;
    }
}

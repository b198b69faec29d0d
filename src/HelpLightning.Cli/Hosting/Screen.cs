using System.Text;
using HelpLightning.Cli.Terminal;

namespace HelpLightning.Cli.Hosting;

/// <summary>
/// Standard output and standard error: data on the one, everything said about it on the other. Knows which of them is
/// a terminal, how wide, and whether colour is wanted.
/// </summary>
internal sealed class Screen
{
    private const int DefaultWidth = 80;
    private const int NarrowestWidth = 20;
    private const int BufferSize = 64 * 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Host _host;

    public Screen(Host host)
    {
        _host = host;
        Out = new StreamWriter(host.OpenOutput(), Utf8) { AutoFlush = true, NewLine = "\n" };
        Error = new StreamWriter(host.OpenError(), Utf8) { AutoFlush = true, NewLine = "\n" };
    }

    /// <summary>Written at once; for many rows there is <see cref="OpenText"/>.</summary>
    public TextWriter Out { get; }

    public TextWriter Error { get; }

    /// <summary>False after <c>--no-progress</c>.</summary>
    public bool ProgressIsWanted { get; set; } = true;

    public bool OutIsTerminal => _host.OutputIsTerminal;

    public bool ErrorIsTerminal => _host.ErrorIsTerminal;

    /// <summary>Is somebody there who can be asked, and who sees the question?</summary>
    public bool CanAsk => _host.InputIsTerminal && ErrorIsTerminal;

    /// <summary>Characters in a line of the terminal; 80 when there is none.</summary>
    public int Width => _host.TerminalWidth is > NarrowestWidth and int width ? width : DefaultWidth;

    /// <summary>Colour on standard output: on a terminal, unless NO_COLOR is set (no-color.org) or the terminal is dumb.</summary>
    public bool OutHasColor => OutIsTerminal && ColorIsWanted;

    public bool ErrorHasColor => ErrorIsTerminal && ColorIsWanted;

    private bool ColorIsWanted => string.IsNullOrEmpty(_host.Variable("NO_COLOR")) && _host.Variable("TERM") is not "dumb";

    /// <summary>Standard output for many rows of text: buffered.</summary>
    public StreamWriter OpenText() => new(_host.OpenOutput(), Utf8, BufferSize) { NewLine = "\n" };

    /// <summary>The same for bytes.</summary>
    public Stream OpenStream() => new BufferedStream(_host.OpenOutput(), BufferSize);

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

    private void Say(string label, string color, string text)
    {
        string[] lines = Lines($"{label} {text}");
        lines[0] = Ansi.Paint(label, color, ErrorHasColor) + lines[0][label.Length..];
        foreach (string line in lines)
        {
            Error.WriteLine(line);
        }
    }

    /// <summary>
    /// Lines as they are for a script; on a terminal, those that are too long are broken at words. Messages repeat what was
    /// typed or answered, so whatever could command a terminal is taken out here, for all of them.
    /// </summary>
    private string[] Lines(string text)
    {
        string[] lines = Printable.OfLines(text).Split('\n');
        return ErrorIsTerminal ? [.. lines.SelectMany(line => line.Length < Width ? [line] : TextWrap.Lines(line, Width - 1))] : lines;
    }
}

using System.Text;
using Microsoft.Win32.SafeHandles;

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
        Out = new StreamWriter(OpenStandard(1), utf8) { AutoFlush = true, NewLine = "\n" };
        Error = new StreamWriter(OpenStandard(2), utf8) { AutoFlush = true, NewLine = "\n" };
    }

    public TextWriter Out { get; }

    public TextWriter Error { get; }

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
    public void Note(string text) => Error.WriteLine(text);

    public void Warn(string text) => Error.WriteLine($"{Paint("warning:", Ansi.Yellow, ErrorHasColor)} {text}");

    public void Fail(string text) => Error.WriteLine($"{Paint("error:", Ansi.Red, ErrorHasColor)} {text}");

    /// <summary>
    /// Standard output (1) or error (2) without the platform's console, which reads the terminal's description and starts
    /// a thread for signals before it writes its first byte: a third of the time that hl token takes.
    /// </summary>
    public static Stream OpenStandard(int descriptor)
    {
        if (OperatingSystem.IsWindows())
        {
            return descriptor == 1 ? Console.OpenStandardOutput() : Console.OpenStandardError();
        }

        return new FileStream(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
    }

    public static string Paint(string text, string style, bool colored) => colored ? $"{style}{text}{Ansi.Reset}" : text;
}

using System.Text;

namespace HelpLightning.Cli.Output;

/// <summary>Standard output for many rows: buffered, unlike <see cref="Terminal.Screen.Out"/>.</summary>
internal static class StandardOutput
{
    private const int BufferSize = 64 * 1024;

    /// <summary>Unbuffered. Where that can be told, writing throws <see cref="Terminal.OutputClosedException"/> when nobody reads any more.</summary>
    public static Stream OpenRaw() => OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : new Terminal.UnixOutput(Terminal.StandardFiles.Output);

    public static Stream OpenStream() => new BufferedStream(OpenRaw(), BufferSize);

    public static StreamWriter OpenText() => new(OpenRaw(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferSize) { NewLine = "\n" };
}

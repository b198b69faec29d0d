using System.Text;

namespace HelpLightning.Cli.Output;

/// <summary>Standard output for many rows: buffered, unlike <see cref="Terminal.Screen.Out"/>.</summary>
internal static class StandardOutput
{
    private const int BufferSize = 64 * 1024;

    public static Stream OpenStream() => new BufferedStream(Console.OpenStandardOutput(), BufferSize);

    public static StreamWriter OpenText() => new(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferSize) { NewLine = "\n" };
}

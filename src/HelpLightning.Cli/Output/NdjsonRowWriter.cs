using System.Text.Json;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Terminal;

namespace HelpLightning.Cli.Output;

/// <summary>An object on each line.</summary>
internal sealed class NdjsonRowWriter(string[] names, Screen screen) : RowWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = PrintableJson.Encoder };

    private readonly Stream _output = screen.OpenStream();

    public override void Write(FieldValue[] cells)
    {
        using (Utf8JsonWriter writer = new(_output, Options))
        {
            JsonObjectText.Write(writer, names, cells);
        }

        _output.Write("\n"u8);
    }

    public override void Finish() => _output.Flush();

    public override void Flush() => _output.Flush();

    public override void Dispose() => _output.Dispose();
}

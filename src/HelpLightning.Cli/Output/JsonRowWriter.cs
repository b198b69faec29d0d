using System.Text.Json;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Terminal;

namespace HelpLightning.Cli.Output;

/// <summary>One array, an object on each line; indented on a terminal. Of one thing, the object alone.</summary>
internal sealed class JsonRowWriter(string[] names, bool isOne, Screen screen) : RowWriter
{
    private readonly Stream _output = screen.OpenStream();
    private readonly JsonWriterOptions _options = new()
    {
        Indented = screen.OutIsTerminal,
        NewLine = "\n",
        Encoder = PrintableJson.Encoder,
    };

    private bool _isFirst = true;

    public override void Write(FieldValue[] cells)
    {
        if (!isOne)
        {
            _output.Write(_isFirst ? "[\n"u8 : ",\n"u8);
        }

        _isFirst = false;
        using Utf8JsonWriter writer = new(_output, _options);
        JsonObjectText.Write(writer, names, cells);
    }

    public override void Finish()
    {
        _output.Write(isOne ? "\n"u8 : _isFirst ? "[]\n"u8 : "\n]\n"u8);
        _output.Flush();
    }

    public override void Flush() => _output.Flush();

    public override void Dispose() => _output.Dispose();
}

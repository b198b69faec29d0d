using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using HelpLightning.Export.Tables;

namespace HelpLightning.Export.Formats;

/// <summary>A table as a JSON array of objects, each on a line of its own.</summary>
internal sealed class JsonTableFile : TableFile
{
    private static readonly JsonWriterOptions Options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private readonly Utf8JsonWriter _json;
    private readonly JsonEncodedText[] _names;

    /// <param name="table">The table.</param>
    /// <param name="stream">The file, at the end of what counts; closed with this.</param>
    /// <param name="rows">The rows that it has; null when it is new.</param>
    public JsonTableFile(Table table, FileStream stream, long? rows)
        : base(table, stream, rows ?? 0)
    {
        _json = new Utf8JsonWriter(_buffer, Options);
        _names = [.. table.Columns.Select(c => JsonEncodedText.Encode(c.Name))];
        if (rows is null)
        {
            stream.Write("["u8);
        }
    }

    protected override void Write(ReadOnlySpan<Cell> row)
    {
        _buffer.Write(Rows == 0 ? "\n"u8 : ",\n"u8);
        _json.WriteStartObject();
        for (int i = 0; i < row.Length; i++)
        {
            _json.WritePropertyName(_names[i]);
            row[i].WriteTo(_json);
        }

        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        if (_buffer.WrittenCount > 32 * 1024)
        {
            FlushWriter();
        }
    }

    protected override void WriteEnd() => _buffer.Write(Rows == 0 ? "]\n"u8 : "\n]\n"u8);

    protected override void FlushWriter()
    {
        Stream.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }

    protected override void DisposeWriter() => _json.Dispose();

    protected override IEnumerable<string> ReadColumn(Stream stream, int column)
    {
        using StreamReader reader = new(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('{'))
            {
                using JsonDocument row = JsonDocument.Parse(line.TrimEnd(','));
                yield return row.RootElement.GetProperty(Table.Columns[column].Name).ToString();
            }
        }
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using HelpLightning.Export.Tables;

namespace HelpLightning.Export.Formats;

/// <summary>
/// Writes rows in a form that only <see cref="RowsReader"/> knows and that costs next to nothing: whether a cell has a value, and the value
/// as its column has it.
/// </summary>
internal sealed class RowsWriter(Stream stream, Table table)
{
    private const int MostBytes = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _buffer = new(MostBytes);
    private readonly Column[] _columns = [.. table.Columns];

    public void Write(ReadOnlySpan<Cell> row)
    {
        for (int i = 0; i < row.Length; i++)
        {
            Write(_columns[i], row[i]);
        }

        if (_buffer.WrittenCount > MostBytes / 2)
        {
            Flush();
        }
    }

    public void Flush()
    {
        stream.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }

    /// <summary>What must not be empty and is, is an empty text.</summary>
    private void Write(Column column, in Cell cell)
    {
        if (cell.Type is null && !column.IsRequired)
        {
            Append(1)[0] = 0;
            return;
        }

        switch (column.Type)
        {
            case CellType.Text:
                WriteText(cell.ToText() ?? "");
                break;
            case CellType.Flag:
                Span<byte> flag = Append(2);
                flag[0] = 1;
                flag[1] = (byte)cell.Whole;
                break;
            default:
                Span<byte> number = Append(1 + sizeof(long));
                number[0] = 1;
                long bits = column.Type == CellType.Number ? BitConverter.DoubleToInt64Bits(cell.Number) : cell.Whole;
                BinaryPrimitives.WriteInt64LittleEndian(number[1..], bits);
                break;
        }
    }

    private void WriteText(string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        Span<byte> bytes = Append(1 + sizeof(int) + length);
        bytes[0] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(bytes[1..], length);
        Encoding.UTF8.GetBytes(text, bytes[(1 + sizeof(int))..]);
    }

    private Span<byte> Append(int bytes)
    {
        Span<byte> room = _buffer.GetSpan(bytes)[..bytes];
        _buffer.Advance(bytes);
        return room;
    }
}

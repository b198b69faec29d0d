using System.Buffers.Binary;
using System.Text;
using HelpLightning.Export.Tables;

namespace HelpLightning.Export.Formats;

/// <summary>Reads what <see cref="RowsWriter"/> wrote: of each cell whether it has a value, and the value if so.</summary>
internal sealed class RowsReader(Stream stream)
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _next;
    private int _end;

    public bool HasValue() => ReadFlag();

    /// <summary>In UTF-8; gone with the next that is read.</summary>
    public ReadOnlySpan<byte> ReadText() => Take(BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int))));

    public long ReadWhole() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public double ReadNumber() => BitConverter.Int64BitsToDouble(ReadWhole());

    public bool ReadFlag()
    {
        if (_next == _end)
        {
            Fill(1);
        }

        return _buffer[_next++] != 0;
    }

    public Cell ReadCell(CellType type) => !HasValue() ? default : type switch
    {
        CellType.Text => new Cell(type, text: Encoding.UTF8.GetString(ReadText())),
        CellType.Number => new Cell(type, number: ReadNumber()),
        CellType.Flag => new Cell(type, whole: ReadFlag() ? 1 : 0),
        _ => new Cell(type, whole: ReadWhole()),
    };

    private ReadOnlySpan<byte> Take(int bytes)
    {
        if (_end - _next < bytes)
        {
            Fill(bytes);
        }

        ReadOnlySpan<byte> taken = _buffer.AsSpan(_next, bytes);
        _next += bytes;
        return taken;
    }

    private void Fill(int bytes)
    {
        ReadOnlySpan<byte> kept = _buffer.AsSpan(_next.._end);
        byte[] buffer = bytes > _buffer.Length ? new byte[bytes] : _buffer;
        kept.CopyTo(buffer);
        _end = kept.Length + stream.ReadAtLeast(buffer.AsSpan(kept.Length), bytes - kept.Length);
        _next = 0;
        _buffer = buffer;
    }
}

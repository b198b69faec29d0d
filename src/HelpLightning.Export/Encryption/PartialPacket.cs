using System.Buffers.Binary;
using System.Numerics;

namespace HelpLightning.Export;

/// <summary>
/// An OpenPGP packet whose length is not known beforehand: parts of a power of two each, and a last one of any length
/// (RFC 4880, 4.2.2.4).
/// </summary>
internal sealed class PartialPacket
{
    private const int PartSize = 64 * 1024;

    private readonly Sink _output;
    private readonly byte[] _part = new byte[PartSize];
    private int _length;

    /// <param name="output">Where the packet goes; its first byte at once.</param>
    /// <param name="tag">What kind of packet.</param>
    public PartialPacket(Sink output, byte tag)
    {
        _output = output;
        output([(byte)(0xc0 | tag)]);
    }

    public delegate void Sink(ReadOnlySpan<byte> bytes);

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_length == PartSize)
            {
                _output([(byte)(0xe0 | BitOperations.Log2(PartSize))]);
                _output(_part);
                _length = 0;
            }

            int count = Math.Min(bytes.Length, PartSize - _length);
            bytes[..count].CopyTo(_part.AsSpan(_length));
            _length += count;
            bytes = bytes[count..];
        }
    }

    /// <summary>The last part, with a length of five bytes, which serves for all.</summary>
    public void Finish()
    {
        Span<byte> length = stackalloc byte[5];
        length[0] = 0xff;
        BinaryPrimitives.WriteInt32BigEndian(length[1..], _length);
        _output(length);
        _output(_part.AsSpan(0, _length));
        _length = 0;
    }
}

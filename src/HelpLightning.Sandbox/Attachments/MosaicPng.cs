using System.Buffers.Binary;
using System.IO.Compression;
using HelpLightning.Sandbox.Randomness;

namespace HelpLightning.Sandbox.Attachments;

/// <summary>A small PNG (ISO/IEC 15948): a mosaic of grey squares of 8 by 8, as <see cref="MosaicJpeg"/> has it.</summary>
internal static class MosaicPng
{
    private const int Side = 8;

    public static byte[] Make(int blocksAcross, int blocksDown, ulong seed)
    {
        using MemoryStream file = new();
        file.Write([0x89, .. "PNG\r\n"u8, 0x1a, (byte)'\n']);
        byte[] header = [0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(header, blocksAcross * Side);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), blocksDown * Side);
        Chunk(file, "IHDR"u8, header);
        Chunk(file, "IDAT"u8, Rows(blocksAcross, blocksDown, new SplitMix64(seed)));
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Rows(int blocksAcross, int blocksDown, SplitMix64 random)
    {
        using MemoryStream packed = new();
        using (ZLibStream zip = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (int block = 0; block < blocksDown; block++)
            {
                // A filter byte, then the pixels; the same row for each line of the squares.
                byte[] row = new byte[1 + (blocksAcross * Side)];
                for (int i = 0; i < blocksAcross; i++)
                {
                    row.AsSpan(1 + (i * Side), Side).Fill((byte)random.Next(256));
                }

                for (int line = 0; line < Side; line++)
                {
                    zip.Write(row);
                }
            }
        }

        return packed.ToArray();
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        byte[] summed = [.. type, .. content];
        file.Write(summed);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(summed));
        file.Write(number);
    }

    /// <summary>ISO/IEC 15948, annex D, bit by bit: the pictures are small.</summary>
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte next in bytes)
        {
            crc ^= next;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? 0xedb88320 ^ (crc >> 1) : crc >> 1;
            }
        }

        return ~crc;
    }
}

using System.Buffers.Binary;
using System.Numerics;
using HelpLightning.Sandbox.Randomness;

namespace HelpLightning.Sandbox.Attachments;

/// <summary>
/// A small baseline JPEG (ITU-T T.81): a mosaic of grey squares. Each 8 by 8 block has one brightness, so only its DC
/// coefficient is coded.
/// </summary>
internal static class MosaicJpeg
{
    /// <summary>A difference of brightness has up to 8 bits, so the code for their number has 9 symbols of 4 bits.</summary>
    private const int LongestDifference = 8;

    public static byte[] Make(int blocksAcross, int blocksDown, ulong seed)
    {
        using MemoryStream file = new();
        file.Write([0xff, 0xd8]);
        Segment(file, 0xe0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        byte[] quantization = new byte[65];
        quantization.AsSpan(1).Fill(8);
        Segment(file, 0xdb, quantization);
        byte[] frame = [8, 0, 0, 0, 0, 1, 1, 0x11, 0];
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(1), (ushort)(blocksDown * 8));
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(3), (ushort)(blocksAcross * 8));
        Segment(file, 0xc0, frame);
        Segment(
            file, 0xc4,
            [0x00, 0, 0, 0, LongestDifference + 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. Enumerable.Range(
                0, LongestDifference + 1).Select(i => (byte)i)]);
        Segment(file, 0xc4, [0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x00]);
        Segment(file, 0xda, [1, 1, 0x00, 0, 63, 0]);
        WriteBlocks(file, blocksAcross * blocksDown, new SplitMix64(seed));
        file.Write([0xff, 0xd9]);
        return file.ToArray();
    }

    private static void Segment(MemoryStream file, byte marker, ReadOnlySpan<byte> content)
    {
        int length = content.Length + 2;
        file.Write([0xff, marker, (byte)(length >> 8), (byte)length]);
        file.Write(content);
    }

    private static void WriteBlocks(MemoryStream file, int blocks, SplitMix64 random)
    {
        int before = 0;
        uint bits = 0;
        int count = 0;
        for (int i = 0; i < blocks; i++)
        {
            int level = random.Next(255) - 127;
            int difference = level - before;
            before = level;
            int size = 32 - BitOperations.LeadingZeroCount((uint)Math.Abs(difference));
            Append(size, 4);
            Append(difference < 0 ? difference + (1 << size) - 1 : difference, size);
            Append(0, 1);
        }

        while (count % 8 != 0)
        {
            Append(1, 1);
        }

        void Append(int value, int width)
        {
            bits = (bits << width) | (uint)(value & ((1 << width) - 1));
            count += width;
            while (count >= 8)
            {
                count -= 8;
                byte next = (byte)(bits >> count);
                file.WriteByte(next);
                if (next == 0xff)
                {
                    file.WriteByte(0);
                }
            }
        }
    }
}

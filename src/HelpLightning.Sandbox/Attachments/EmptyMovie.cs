using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace HelpLightning.Sandbox.Attachments;

/// <summary>The smallest MP4 (ISO/IEC 14496-12): a type, a movie header without tracks, and some data to download.</summary>
internal static class EmptyMovie
{
    private const int DataSize = 4096;

    public static byte[] Make(long id)
    {
        byte[] header = new byte[100];
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(12), 1000);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(20), 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(24), 0x0100);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(36), 0x00010000);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(52), 0x00010000);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(68), 0x40000000);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(96), 1);
        byte[] data = new byte[DataSize];
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"Recording {id} of the sandbox"), data);
        using MemoryStream file = new();
        Box(file, "ftyp"u8, [.. "isom"u8, 0, 0, 2, 0, .. "isomiso2mp41"u8]);
        Box(file, "moov"u8, Wrapped("mvhd"u8, header));
        Box(file, "mdat"u8, data);
        return file.ToArray();
    }

    private static byte[] Wrapped(ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        using MemoryStream box = new();
        Box(box, name, content);
        return box.ToArray();
    }

    private static void Box(MemoryStream file, ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        Span<byte> size = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(size, (uint)(content.Length + 8));
        file.Write(size);
        file.Write(name);
        file.Write(content);
    }
}

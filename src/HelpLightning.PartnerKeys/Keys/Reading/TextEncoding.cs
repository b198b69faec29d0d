using System.Text;

namespace HelpLightning.PartnerKeys;

/// <summary>
/// Tells UTF-8, UTF-16 and UTF-32 apart, by the byte order mark or, where there is none, by where the zeros are: a key is
/// written in ASCII, whose other bytes are zero in the longer forms.
/// </summary>
internal static class TextEncoding
{
    private const int Sample = 64;

    /// <summary>What undoes it in a shell; null for UTF-8.</summary>
    public static (Encoding Encoding, string? Decoder) Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xff, 0xfe, 0, 0]) || Fits(bytes, 4, 0))
        {
            return (Encoding.UTF32, "iconv -f UTF-32LE -t UTF-8");
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xfe, 0xff]) || Fits(bytes, 4, 3))
        {
            return (new UTF32Encoding(bigEndian: true, byteOrderMark: true), "iconv -f UTF-32BE -t UTF-8");
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xff, 0xfe]) || Fits(bytes, 2, 0))
        {
            return (Encoding.Unicode, "iconv -f UTF-16LE -t UTF-8");
        }

        return bytes.StartsWith((ReadOnlySpan<byte>)[0xfe, 0xff]) || Fits(bytes, 2, 1)
            ? (Encoding.BigEndianUnicode, "iconv -f UTF-16BE -t UTF-8")
            : (Encoding.UTF8, null);
    }

    /// <summary>In each unit of <paramref name="width"/> bytes one is ASCII, at <paramref name="at"/>, and the others are zero.</summary>
    private static bool Fits(ReadOnlySpan<byte> bytes, int width, int at)
    {
        int length = Math.Min(bytes.Length, Sample) / width * width;
        if (length < 4 * width)
        {
            return false;
        }

        for (int i = 0; i < length; i++)
        {
            if (i % width == at ? bytes[i] is 0 or > 0x7f : bytes[i] != 0)
            {
                return false;
            }
        }

        return true;
    }
}

using System.Text;

namespace HelpLightning.Proxy;

/// <summary>
/// What becomes of characters that some take for ASCII: compatibility normalisation (NFKC), the best fits of Windows' code pages, and
/// upper and lower case beyond ASCII. All that can make a separator or a dot segment are here, and the
/// usual ones of those that make letters.
/// </summary>
internal static class Lookalikes
{
    /// <param name="reading">A path, each character of which is a byte; its bytes are UTF-8.</param>
    public static string Fold(string reading)
    {
        if (!reading.AsSpan().ContainsAnyExceptInRange('\0', '\x7f'))
        {
            return reading;
        }

        StringBuilder folded = new(reading.Length);
        Span<byte> utf8 = stackalloc byte[4];
        foreach (Rune rune in Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(reading)).EnumerateRunes())
        {
            if (OfRune(rune.Value) is { } ascii)
            {
                folded.Append(ascii);
                continue;
            }

            foreach (byte one in utf8[..rune.EncodeToUtf8(utf8)])
            {
                folded.Append((char)one);
            }
        }

        return folded.ToString();
    }

    private static string? OfRune(int rune) => rune switch
    {
        >= 0xff01 and <= 0xff5e => ((char)(rune - 0xfee0)).ToString(),     // fullwidth
        0x2024 or 0xfe52 or 0x3002 or 0xff61 => ".",
        0x2025 or 0xfe30 => "..",
        0x2026 or 0xfe19 => "...",
        0x2044 or 0x2215 or 0x29f8 => "/",
        0x2216 or 0x29f5 or 0x29f9 or 0xfe68 or 0xa5 or 0xffe5 or 0x20a9 or 0xffe6 => "\\",
        0x2100 => "a/c",
        0x2101 => "a/s",
        0x2105 => "c/o",
        0x2106 => "c/u",
        0x37e or 0xfe54 or 0xfe14 => ";",
        0xfe56 or 0xfe16 => "?",
        0x2047 => "??",
        0x2048 => "?!",
        0x2049 => "!?",
        0xfe5f => "#",
        0xfe6a => "%",
        0x130 => "I",
        0x131 => "i",
        0x17f => "s",
        0x212a => "K",
        >= 0x1d400 and <= 0x1d6a3 => Letter((rune - 0x1d400) % 52),      // mathematical
        >= 0x1d7ce and <= 0x1d7ff => ((char)('0' + ((rune - 0x1d7ce) % 10))).ToString(),
        >= 0x24b6 and <= 0x24e9 => Letter(rune - 0x24b6),                // in circles
        0xfb00 => "ff",
        0xfb01 => "fi",
        0xfb02 => "fl",
        0xfb03 => "ffi",
        0xfb04 => "ffl",
        0xfb05 or 0xfb06 => "st",
        0x85 or 0xa0 or 0x1680 or 0x2028 or 0x2029 or 0x3000 or (>= 0x2000 and <= 0x200a) or 0x202f or 0x205f => " ",
        0xad or (>= 0x200b and <= 0x200f) or (>= 0x202a and <= 0x202e) or (>= 0x2060 and <= 0x2064) or (>= 0xfe00 and <= 0xfe0f) or 0xfeff
            => "",                                                       // ignorable
        _ => null,
    };

    private static string Letter(int number) => ((char)(number < 26 ? 'A' + number : 'a' + number - 26)).ToString();
}

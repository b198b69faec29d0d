using HelpLightning.Secrets;

namespace HelpLightning.PartnerKeys;

/// <summary>
/// Hex as database tools and debuggers print it: <c>3082…</c>, <c>0x3082…</c>, <c>30:82:…</c>. The caller wipes what comes out.
/// </summary>
internal static class LooseHex
{
    private const int Fewest = 64;

    /// <summary>Null when it is not hex. Base64 of a key has letters after f, so the two are not confused.</summary>
    public static byte[]? Decode(ReadOnlySpan<char> text)
    {
        text = text is ['0' or '\\', 'x' or 'X', ..] ? text[2..] : text;
        byte[] bytes = Pinned.Bytes((text.Length + 1) / 2);
        int digits = 0;
        foreach (char c in text)
        {
            if (char.IsAsciiHexDigit(c))
            {
                int value = char.IsAsciiDigit(c) ? c - '0' : (c & ~0x20) - 'A' + 10;
                bytes[digits / 2] |= (byte)(digits % 2 == 0 ? value << 4 : value);
                digits++;
            }
            else if (!char.IsWhiteSpace(c) && c is not (':' or ','))
            {
                bytes.AsSpan().Clear();
                return null;
            }
        }

        byte[]? result = digits >= Fewest * 2 && digits % 2 == 0 ? Pinned.Copy<byte>(bytes.AsSpan(0, digits / 2)) : null;
        bytes.AsSpan().Clear();
        return result;
    }
}

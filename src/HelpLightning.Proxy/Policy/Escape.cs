namespace HelpLightning.Proxy;

/// <summary>A byte as <c>%2F</c>.</summary>
internal static class Escape
{
    /// <summary>What <paramref name="text"/> begins with, as the byte of that number.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out char decoded)
    {
        if (text.Length >= 3 && text[0] == '%' && char.IsAsciiHexDigit(text[1]) && char.IsAsciiHexDigit(text[2]))
        {
            decoded = (char)((Digit(text[1]) << 4) | Digit(text[2]));
            return true;
        }

        decoded = default;
        return false;
    }

    private static int Digit(char c) => char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
}

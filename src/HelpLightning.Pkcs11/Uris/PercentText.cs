namespace HelpLightning.Pkcs11.Uris;

/// <summary>The characters of RFC 7512 section 2.3, and what percent-encoding hides.</summary>
internal static class PercentText
{
    private const string Everywhere = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:[]@!$'()*+,=";

    /// <summary>pk11-pchar.</summary>
    public const string InPath = Everywhere + "&";

    /// <summary>pk11-qchar.</summary>
    public const string InQuery = Everywhere + "/?|";

    /// <summary>Gives the bytes; null when a character must be encoded, or an encoding is none.</summary>
    /// <param name="text">A value as it stands.</param>
    /// <param name="plain">What may stand as it is.</param>
    /// <param name="wrong">The place of the character that is wrong.</param>
    public static byte[]? Decode(ReadOnlySpan<char> text, ReadOnlySpan<char> plain, out int wrong)
    {
        byte[] bytes = new byte[text.Length];
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            wrong = i;
            if (text[i] == '%')
            {
                if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                {
                    return null;
                }

                bytes[length++] = Convert.FromHexString(text.Slice(i + 1, 2))[0];
                i += 2;
            }
            else if (plain.Contains(text[i]))
            {
                bytes[length++] = (byte)text[i];
            }
            else
            {
                return null;
            }
        }

        wrong = -1;
        return bytes[..length];
    }
}

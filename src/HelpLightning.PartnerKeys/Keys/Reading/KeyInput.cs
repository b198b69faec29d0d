using System.Security.Cryptography;
using System.Text;

namespace HelpLightning.PartnerKeys;

/// <summary>
/// The first step of reading a key: from bytes or characters, as people deliver them, to clean text or to DER. Disposing
/// it wipes the copy it holds.
/// </summary>
internal sealed class KeyInput : IDisposable
{
    /// <summary>In bytes or characters. The longest RSA key in PEM (16,384 bits) has about 13 KiB.</summary>
    public const int Limit = 64 * 1024;

    private char[]? _text;
    private byte[]? _der;

    /// <summary>The text without BOM, quotes and surrounding space; empty when the input is DER.</summary>
    public ReadOnlySpan<char> Text => _text;

    /// <summary>The bytes, when the input is not text.</summary>
    public ReadOnlySpan<byte> Der => _der;

    public bool IsDer => _der is not null;

    public static KeyInput FromBytes(ReadOnlySpan<byte> bytes, KeySource source)
    {
        if (bytes.Length > Limit)
        {
            throw KeyFault.TooLarge(source);
        }

        if (LooksLikeDer(bytes))
        {
            return new KeyInput { _der = bytes.ToArray() };
        }

        // Windows PowerShell redirects into UTF-16 with a byte order mark.
        Encoding encoding = bytes switch
        {
            [0xff, 0xfe, ..] => Encoding.Unicode,
            [0xfe, 0xff, ..] => Encoding.BigEndianUnicode,
            _ => Encoding.UTF8,
        };
        char[] decoded = new char[encoding.GetMaxCharCount(bytes.Length)];
        try
        {
            int length = encoding.GetChars(bytes, decoded);
            return FromText(decoded.AsSpan(0, length), source);
        }
        finally
        {
            decoded.AsSpan().Clear();
        }
    }

    public static KeyInput FromText(ReadOnlySpan<char> text, KeySource source)
    {
        if (text.Length > Limit)
        {
            throw KeyFault.TooLarge(source);
        }

        char[] clean = new char[text.Length];
        int length = UnescapeLineBreaks(text, clean);
        ReadOnlySpan<char> trimmed = clean.AsSpan(0, length).Trim(" \t\r\n\v\f\0\ufeff\"'`");
        if (trimmed.IsEmpty)
        {
            clean.AsSpan().Clear();
            throw KeyFault.Empty(source);
        }

        KeyInput input = new() { _text = trimmed.ToArray() };
        clean.AsSpan().Clear();
        return input;
    }

    public void Dispose()
    {
        _text?.AsSpan().Clear();
        CryptographicOperations.ZeroMemory(_der);
    }

    /// <summary>
    /// A key in one line of a .env file or a JSON document has its line breaks written as backslash and n, and
    /// sometimes as backslash, r, backslash, n. No form of a key has a backslash of its own.
    /// </summary>
    private static int UnescapeLineBreaks(ReadOnlySpan<char> text, Span<char> destination)
    {
        int written = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\\' && i + 1 < text.Length && text[i + 1] is 'n' or 'r')
            {
                c = '\n';
                i++;
            }

            destination[written++] = c;
        }

        return written;
    }

    /// <summary>DER keys are a SEQUENCE (0x30) with a long length; in text 0x30 is the digit zero.</summary>
    private static bool LooksLikeDer(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 2 && bytes[0] == 0x30 && (bytes[1] >= 0x80 || bytes[..Math.Min(bytes.Length, 8)].ContainsAnyInRange((byte)0, (byte)8));
}

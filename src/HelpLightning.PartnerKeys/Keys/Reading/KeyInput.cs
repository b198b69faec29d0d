using System.Security.Cryptography;
using System.Text;
using HelpLightning.Secrets;

namespace HelpLightning.PartnerKeys;

/// <summary>
/// The first step of reading a key: from bytes or characters, as people deliver them, to clean text or to bytes that are no
/// text. Disposing it wipes the copies it holds.
/// </summary>
internal sealed class KeyInput : IDisposable
{
    /// <summary>In bytes or characters. The longest RSA key in PEM (16,384 bits) has about 13 KiB.</summary>
    public const int Limit = 64 * 1024;

    private const string Surroundings = " \t\r\n\v\f\0\ufeff\"'`";

    private char[]? _raw;
    private char[]? _text;
    private byte[]? _binary;

    private KeyInput()
    {
    }

    /// <summary>The text without BOM, quotes, escapes and surrounding space; empty when the input is no text.</summary>
    public ReadOnlySpan<char> Text => _text;

    /// <summary>The text as it came, without a BOM: JSON has escapes of its own.</summary>
    public ReadOnlySpan<char> Raw => _raw;

    /// <summary>The bytes, when the input is not text.</summary>
    public ReadOnlySpan<byte> Binary => _binary;

    public bool IsBinary => _binary is not null;

    /// <summary>The text had to be mended before it could be read, so that other programs cannot read what was there.</summary>
    public bool IsMended { get; private init; }

    /// <summary>What undoes the text's encoding in a shell; null for UTF-8.</summary>
    public string? Decoder { get; private init; }

    public static KeyInput FromBytes(ReadOnlySpan<byte> bytes, KeySource source) =>
        TryFromBytes(bytes, source) ?? throw KeyFault.Empty(source);

    public static KeyInput FromText(ReadOnlySpan<char> text, KeySource source) =>
        TryFromText(text, source, decoder: null) ?? throw KeyFault.Empty(source);

    /// <returns>Null when there is nothing, or nothing that can be seen.</returns>
    public static KeyInput? TryFromBytes(ReadOnlySpan<byte> bytes, KeySource source)
    {
        if (bytes.Length > Limit)
        {
            throw KeyFault.TooLarge(source);
        }

        (Encoding encoding, string? decoder) = TextEncoding.Of(bytes);
        if (decoder is null && LooksBinary(bytes))
        {
            return new KeyInput { _binary = Pinned.Copy(bytes) };
        }

        char[] decoded = Pinned.Chars(encoding.GetMaxCharCount(bytes.Length));
        try
        {
            int length = encoding.GetChars(bytes, decoded);
            return TryFromText(decoded.AsSpan(0, length), source, decoder);
        }
        finally
        {
            decoded.AsSpan().Clear();
        }
    }

    public void Dispose()
    {
        _raw?.AsSpan().Clear();
        _text?.AsSpan().Clear();
        CryptographicOperations.ZeroMemory(_binary);
    }

    private static KeyInput? TryFromText(ReadOnlySpan<char> text, KeySource source, string? decoder)
    {
        if (text.Length > Limit)
        {
            throw KeyFault.TooLarge(source);
        }

        // The tool that undoes UTF-16 takes the mark away; in UTF-8 it is in the way of other programs.
        ReadOnlySpan<char> raw = decoder is null ? text : text.TrimStart('\ufeff');
        char[] clean = Pinned.Copy(raw);
        int length = KeyTextCleaner.Clean(clean);
        ReadOnlySpan<char> trimmed = clean.AsSpan(0, length).Trim(Surroundings);
        char[]? mended = Armour.Mend(trimmed, dashesMayDiffer: raw.ContainsAnyInRange('\u2010', '\u2212'));
        try
        {
            return trimmed.IsEmpty ? null : new KeyInput
            {
                _raw = Pinned.Copy(raw),
                _text = mended ?? Pinned.Copy(trimmed),
                IsMended = mended is not null
                    || !IsSame(raw, clean.AsSpan(0, length), areLineBreaksWritten: source.VariableName is not null),
                Decoder = decoder,
            };
        }
        finally
        {
            clean.AsSpan().Clear();
        }
    }

    /// <summary>A shell's printf undoes the line breaks that are written as backslash and n in a variable.</summary>
    private static bool IsSame(ReadOnlySpan<char> raw, ReadOnlySpan<char> clean, bool areLineBreaksWritten)
    {
        if (!areLineBreaksWritten)
        {
            return raw.SequenceEqual(clean);
        }

        int at = 0;
        for (int i = 0; i < raw.Length; i++, at++)
        {
            bool isWritten = raw[i] == '\\' && i + 1 < raw.Length && raw[i + 1] is 'n' or 'r';
            if (at >= clean.Length || (isWritten ? clean[at] != '\n' : clean[at] != raw[i]))
            {
                return false;
            }

            i += isWritten ? 1 : 0;
        }

        return at == clean.Length;
    }

    /// <summary>
    /// DER keys are a SEQUENCE (0x30) with a long length; in text 0x30 is the digit zero. A Java keystore has a mark of its own.
    /// </summary>
    private static bool LooksBinary(ReadOnlySpan<byte> bytes) => JavaKeystore.IsOne(bytes)
        || (bytes.Length >= 2
            && bytes[0] == 0x30
            && (bytes[1] >= 0x80 || bytes[..Math.Min(bytes.Length, 8)].ContainsAnyInRange((byte)0, (byte)8)));
}

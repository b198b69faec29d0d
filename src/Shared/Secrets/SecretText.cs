using System.Security.Cryptography;
using System.Text;

namespace HelpLightning.Secrets;

/// <summary>
/// A secret that was read or typed, in memory that does not move and is wiped at the end: the garbage collector leaves no copies of it
/// behind.
/// </summary>
internal sealed class SecretText : IDisposable
{
    /// <summary>In bytes. No passphrase is longer.</summary>
    private const int Largest = 64 * 1024;

    private readonly char[] _text;
    private int _length;

    private SecretText(char[] text, int length)
    {
        _text = text;
        _length = length;
    }

    public ReadOnlySpan<char> Text => _text.AsSpan(0, _length);

    /// <summary>An empty one, for what is typed.</summary>
    public static SecretText OfLength(int most) => new(Pinned.Chars(most), 0);

    /// <summary>The first line of a file: UTF-8, with or without its mark, or what begins with a mark of UTF-16.</summary>
    /// <exception cref="IOException">The file cannot be read, or is longer than 64 KiB.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it.</exception>
    public static SecretText FirstLine(string path)
    {
        byte[] content = PinnedContent.OfFile(path, Largest);
        try
        {
            return content.Length > Largest ? throw new IOException("The file is longer than 64 KiB.") : Of(content);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <returns>False when there is no room for another character.</returns>
    public bool TryAppend(char c)
    {
        if (_length == _text.Length)
        {
            return false;
        }

        _text[_length++] = c;
        return true;
    }

    public void RemoveLast()
    {
        if (_length > 0)
        {
            _text[--_length] = '\0';
        }
    }

    public void Dispose() => _text.AsSpan().Clear();

    private static SecretText Of(ReadOnlySpan<byte> bytes)
    {
        (Encoding encoding, int mark) = bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (Encoding.UTF8, 3),
            [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
            [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
            _ => (Encoding.UTF8, 0),
        };
        char[] text = Pinned.Chars(encoding.GetMaxCharCount(bytes.Length - mark));
        int length = encoding.GetChars(bytes[mark..], text);
        int end = text.AsSpan(0, length).IndexOfAny('\r', '\n');
        return new SecretText(text, end < 0 ? length : end);
    }
}

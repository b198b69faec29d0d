using System.Text.Encodings.Web;

namespace HelpLightning.Cli.Terminal;

/// <summary>
/// JSON with the letters of all scripts as they are, and an escape sequence for whatever <see cref="Printable"/> keeps from a
/// terminal. The encoder of .NET lets through what turns the direction of a text round.
/// </summary>
internal sealed unsafe class PrintableJson : JavaScriptEncoder
{
    public static readonly PrintableJson Encoder = new();

    private static readonly JavaScriptEncoder Others = UnsafeRelaxedJsonEscaping;

    private PrintableJson()
    {
    }

    public override int MaxOutputCharactersPerInputCharacter => Others.MaxOutputCharactersPerInputCharacter;

    public override bool WillEncode(int unicodeScalar) => Printable.IsUnsafe(unicodeScalar) || Others.WillEncode(unicodeScalar);

    public override int FindFirstCharacterToEncode(char* text, int textLength)
    {
        int other = Others.FindFirstCharacterToEncode(text, textLength);
        ReadOnlySpan<char> before = new(text, other < 0 ? textLength : other);
        for (int i = 0; i < before.Length; i++)
        {
            // Each of them is one char: they all lie in the basic plane.
            if (Printable.IsUnsafe(before[i]))
            {
                return i;
            }
        }

        return other;
    }

    public override bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        const string Digits = "0123456789ABCDEF";
        if (Others.WillEncode(unicodeScalar) || !Printable.IsUnsafe(unicodeScalar))
        {
            return Others.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);
        }

        numberOfCharactersWritten = 0;
        Span<char> escaped = new(buffer, bufferLength);
        if (escaped.Length < 6)
        {
            return false;
        }

        "\\u".CopyTo(escaped);
        for (int i = 0; i < 4; i++)
        {
            escaped[2 + i] = Digits[(unicodeScalar >> (12 - (4 * i))) & 0xF];
        }

        numberOfCharactersWritten = 6;
        return true;
    }
}

using System.Buffers;
using System.Globalization;

namespace HelpLightning.PartnerKeys;

/// <summary>
/// Undoes, in place, what mail programs, word processors, templates and configuration formats do to the text of a key. No
/// form of a key has a backslash, an ampersand or a percent sign of its own. Each step is one pass over the text.
/// </summary>
internal static class KeyTextCleaner
{
    private const int LongestEntity = 10;

    private static readonly SearchValues<char> Tagged = SearchValues.Create("<>");

    /// <returns>How much of the text is left.</returns>
    public static int Clean(Span<char> text)
    {
        int length = Unescape(text);
        length = DecodePercent(text[..length]);
        length = DecodeEntities(text[..length]);
        return DropQuoting(text[..length]);
    }

    /// <summary>
    /// Backslash escapes of .env files, JSON and shells; characters that cannot be seen; spaces and dashes of typography.
    /// </summary>
    private static int Unescape(Span<char> text)
    {
        int written = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\\')
            {
                while (i + 1 < text.Length && text[i + 1] == '\\')
                {
                    i++;
                }

                (c, int used) = Escaped(text[(i + 1)..]);
                i += used;
            }

            if (c is '\0' || (c > 0x7f && char.GetUnicodeCategory(c) == UnicodeCategory.Format))
            {
                continue;
            }

            text[written++] = c > 0x7f ? Plain(c) : c;
        }

        return written;
    }

    /// <returns>What is meant, and how many characters after the backslash it takes.</returns>
    private static (char Meant, int Used) Escaped(ReadOnlySpan<char> rest) => rest switch
    {
        ['n' or 'r', ..] => ('\n', 1),
        ['t', ..] => ('\t', 1),
        ['/' or '"' or '\'' or '\n' or '\r', ..] => (rest[0], 1),
        ['u', _, _, _, _, ..]
            when ushort.TryParse(rest.Slice(1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit) =>
                ((char)unit, 5),
        _ => ('\\', 0),
    };

    private static char Plain(char c) => c switch
    {
        >= '\u2010' and <= '\u2015' or '\u2212' or '\ufe58' or '\ufe63' or '\uff0d' => '-',
        '\u2028' or '\u2029' or '\u0085' => '\n',
        _ => char.IsWhiteSpace(c) ? ' ' : c,
    };

    /// <summary>As in an address or a form, where a plus sign stands for a space.</summary>
    private static int DecodePercent(Span<char> text)
    {
        bool isForm = text.IndexOf("BEGIN+") >= 0;
        if (!isForm && text.IndexOf('%') < 0)
        {
            return text.Length;
        }

        int written = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                c = (char)byte.Parse(text.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                i += 2;
            }
            else if (c == '+' && isForm)
            {
                c = ' ';
            }

            text[written++] = c;
        }

        return written;
    }

    /// <summary>Entities of HTML and XML, and line breaks written as tags. A key in XML elements keeps its tags.</summary>
    private static int DecodeEntities(Span<char> text)
    {
        int written = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '&')
            {
                ReadOnlySpan<char> rest = text.Slice(i + 1, Math.Min(LongestEntity, text.Length - i - 1));
                int end = rest.IndexOf(';');
                if (end > 0 && Entity(rest[..end]) is { } meant)
                {
                    c = meant;
                    i += end + 1;
                }
            }
            else if (c == '<' && IsLineBreak(text[i..], out int tag))
            {
                c = '\n';
                i += tag;
            }

            text[written++] = c;
        }

        return written;
    }

    private static char? Entity(ReadOnlySpan<char> name)
    {
        if (name is ['#', 'x' or 'X', ..])
        {
            return ushort.TryParse(name[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort hex)
                ? Plain((char)hex)
                : null;
        }

        if (name is ['#', ..])
        {
            return ushort.TryParse(name[1..], NumberStyles.None, CultureInfo.InvariantCulture, out ushort number)
                ? Plain((char)number)
                : null;
        }

        return name switch
        {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            "nbsp" => ' ',
            "plus" => '+',
            "sol" => '/',
            "equals" => '=',
            "hyphen" or "dash" or "ndash" or "mdash" => '-',
            "NewLine" => '\n',
            _ => null,
        };
    }

    private static bool IsLineBreak(ReadOnlySpan<char> text, out int tagEnd)
    {
        tagEnd = text[1..Math.Min(text.Length, 8)].IndexOfAny(Tagged) + 1;
        return tagEnd > 0 && text[tagEnd] == '>' && text[1..tagEnd].Trim(" /") is "br" or "BR" or "p" or "div";
    }

    /// <summary>"> " before each line, as in the answer to a mail.</summary>
    private static int DropQuoting(Span<char> text)
    {
        int written = 0;
        bool isAtStart = true;
        foreach (char c in text)
        {
            if (isAtStart && c is '>' or '|')
            {
                continue;
            }

            isAtStart = c is '\n' or '\r' || (isAtStart && c is ' ' or '\t');
            text[written++] = c;
        }

        return written;
    }
}

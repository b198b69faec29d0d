using System.Globalization;
using System.Text;
using HelpLightning.Cli.Terminal;

namespace HelpLightning.Cli.Assistants.Answers;

/// <summary>
/// A text that somebody of the site wrote, for a reader that may take words for orders: on one line, of a bounded length, without what
/// cannot be seen, and without the signs that marks of a prompt or of our own answers are made of.
/// </summary>
internal static class SiteText
{
    /// <summary>Characters; longer texts are cut and say so.</summary>
    public const int UsualLength = 200;

    public static string Of(string text, int longest = UsualLength)
    {
        StringBuilder clean = new(Math.Min(text.Length, longest));
        bool afterSpace = true;
        int shown = 0;
        int left = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (IsUnseen(rune))
            {
                continue;
            }

            Rune next = Rune.IsWhiteSpace(rune) ? (Rune)' ' : Harmless(rune);
            if (next.Value == ' ' && afterSpace)
            {
                continue;
            }

            if (shown == longest)
            {
                left++;
                continue;
            }

            clean.Append(next);
            shown++;
            afterSpace = next.Value == ' ';
        }

        string kept = clean.ToString().TrimEnd();
        return left == 0 ? kept : string.Create(CultureInfo.InvariantCulture, $"{kept}… ({left:N0} more characters)");
    }

    /// <summary>
    /// Control characters, marks of direction, joiners, variation selectors and the "tag" letters: a person sees none of them,
    /// and whole sentences have been hidden in them.
    /// </summary>
    private static bool IsUnseen(Rune rune) => !Rune.IsWhiteSpace(rune) && (Printable.IsUnsafe(rune.Value)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned
        || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2800 or 0x3164 or 0xFFA0
            or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF));

    /// <summary>Without these no tag, fence or mark such as &lt;|end|&gt; can be written, and a person reads the text as before.</summary>
    private static Rune Harmless(Rune rune) => rune.Value switch
    {
        '<' => (Rune)'‹',
        '>' => (Rune)'›',
        '`' => (Rune)'\'',
        _ => rune,
    };
}

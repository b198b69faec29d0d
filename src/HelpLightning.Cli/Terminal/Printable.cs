using System.Text;

namespace HelpLightning.Cli.Terminal;

/// <summary>Texts from elsewhere, made safe for a terminal: a name must not move the cursor, change colours or hide what follows.</summary>
internal static class Printable
{
    /// <summary>The text on one line, its control and direction-changing characters replaced by <c>�</c>, line breaks and tabs by spaces.</summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        StringBuilder printable = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.Value is '\n' or '\r' or '\t')
            {
                printable.Append(' ');
            }
            else if (Rune.IsControl(rune) || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x2028 or 0x2029)
            {
                printable.Append('\uFFFD');
            }
            else
            {
                printable.Append(rune);
            }
        }

        return printable.ToString();
    }
}

using System.Text;

namespace HelpLightning.Cli.Terminal;

/// <summary>Texts from elsewhere, made safe for a terminal: a name must not move the cursor, change colours or hide what follows.</summary>
internal static class Printable
{
    /// <summary>
    /// What must not reach a terminal: control characters, line breaks of Unicode, and what turns the direction of others
    /// round (embeddings, overrides, isolates). The three marks U+061C, U+200E and U+200F may: they stand in real Arabic and
    /// Hebrew texts, and do no more to their neighbours than a letter of these scripts does.
    /// </summary>
    public static bool IsUnsafe(int scalar) =>
        scalar is < ' ' or (>= 0x7F and <= 0x9F) or 0x2028 or 0x2029 or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    /// <summary>
    /// The text on one line, its control and direction-changing characters replaced by <c>�</c>, line breaks and tabs by
    /// spaces.
    /// </summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        StringBuilder printable = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            printable.Append(rune.Value is '\n' or '\r' or '\t' ? (Rune)' ' : IsUnsafe(rune.Value) ? Rune.ReplacementChar : rune);
        }

        return printable.ToString();
    }

    /// <summary>The same for a text of several lines, which they stay.</summary>
    public static string OfLines(string text) => string.Join('\n', text.Split('\n').Select(static line => Of(line.TrimEnd('\r'))));
}

using System.Buffers;
using HelpLightning.Secrets;

namespace HelpLightning.PartnerKeys;

/// <summary>
/// BEGIN and END lines that a person can read but a parser cannot: in small letters, with too few or too many dashes, with
/// spaces between dashes and words. They are written anew as RFC 7468 has them.
/// </summary>
internal static class Armour
{
    private const int Dashes = 5;

    private const int LongestLabel = 48;

    private static readonly SearchValues<string> Words = SearchValues.Create(["BEGIN", "END"], StringComparison.OrdinalIgnoreCase);

    private static readonly string[] Endings = ["KEY", "CERTIFICATE", "REQUEST", "PARAMETERS", "BLOCK", "MESSAGE"];

    /// <summary>The text with its armour mended: a new array, to be wiped by the caller; null when there is nothing to mend.</summary>
    /// <param name="text">After the cleaner, which has made all dashes hyphens.</param>
    /// <param name="dashesMayDiffer">Typography made one dash of several, so that the two sides need not be alike.</param>
    public static char[]? Mend(ReadOnlySpan<char> text, bool dashesMayDiffer)
    {
        char[]? mended = null;
        int written = 0;
        int copied = 0;
        for (int from = 0; text[from..].IndexOfAny(Words) is >= 0 and int at;)
        {
            int word = from + at;
            from = word + 3;
            if (!TryRead(text, word, dashesMayDiffer, out Range line, out ReadOnlySpan<char> label) || line.Start.Value < copied)
            {
                continue;
            }

            (int start, int length) = line.GetOffsetAndLength(text.Length);
            from = start + length;
            mended ??= Pinned.Chars((text.Length * 2) + 64);
            text[copied..start].CopyTo(mended.AsSpan(written));
            written += start - copied;
            copied = from;
            string marker = char.ToUpperInvariant(text[word]) == 'B' ? "BEGIN " : "END ";
            written += Write(mended.AsSpan(written), marker, label);
        }

        if (mended is null)
        {
            return null;
        }

        text[copied..].CopyTo(mended.AsSpan(written));
        char[] result = Pinned.Copy<char>(mended.AsSpan(0, written + text.Length - copied));
        mended.AsSpan().Clear();
        return result;
    }

    private static bool TryRead(ReadOnlySpan<char> text, int word, bool dashesMayDiffer, out Range line, out ReadOnlySpan<char> label)
    {
        line = default;
        label = default;
        int start = word;
        while (start > 0 && text[start - 1] == ' ')
        {
            start--;
        }

        int before = start;
        while (before > 0 && text[before - 1] == '-')
        {
            before--;
        }

        ReadOnlySpan<char> rest = text[word..];
        int space = rest.IndexOf(' ');
        int labelEnd = rest[..Math.Min(rest.Length, LongestLabel)].IndexOf('-');
        if (before == start || space is not (3 or 5) || labelEnd < space)
        {
            return false;
        }

        label = rest[space..labelEnd].Trim(' ');
        int after = word + labelEnd;
        int end = after;
        while (end < text.Length && text[end] == '-')
        {
            end++;
        }

        int left = start - before;
        int right = end - after;
        bool isSound = IsSound(left) && IsSound(right) && start == word && rest[labelEnd - 1] != ' '
            && !rest[..labelEnd].ContainsAnyInRange('a', 'z');
        line = before..end;
        return !isSound && IsKnown(label) && (left == right || dashesMayDiffer);
    }

    /// <summary>Ten when a BEGIN line follows an END line without a break.</summary>
    private static bool IsSound(int dashes) => dashes is Dashes or (2 * Dashes);

    private static bool IsKnown(ReadOnlySpan<char> label)
    {
        foreach (string ending in Endings)
        {
            if (label.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static int Write(Span<char> target, string marker, ReadOnlySpan<char> label)
    {
        target[..Dashes].Fill('-');
        marker.CopyTo(target[Dashes..]);
        int at = Dashes + marker.Length;
        at += label.ToUpperInvariant(target[at..]);
        target.Slice(at, Dashes).Fill('-');
        return at + Dashes;
    }
}

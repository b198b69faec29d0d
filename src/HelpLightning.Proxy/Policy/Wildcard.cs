using System.Text;

namespace HelpLightning.Proxy;

/// <summary>Text with stars, each of which is any run of characters, also none.</summary>
internal static class Wildcard
{
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text, bool ignoreCase)
    {
        int p = 0;
        int t = 0;
        int star = -1;
        int resumeAt = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                resumeAt = t;
            }
            else if (p < pattern.Length && AreSame(pattern[p], text[t], ignoreCase))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++resumeAt;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].IndexOfAnyExcept('*') < 0;
    }

    // Patterns are ASCII. Letters beyond it that some fold onto ASCII are a reading of their own: see Lookalikes.
    private static bool AreSame(char one, char other, bool ignoreCase) =>
        one == other || (ignoreCase && Ascii.EqualsIgnoreCase([one], [other]));
}

using HelpLightning.Spelling;

namespace HelpLightning.Proxy;

/// <summary>What somebody may have meant who wrote a name that is none.</summary>
internal static class NearestName
{
    /// <param name="word">In whatever case.</param>
    /// <param name="names">In small letters.</param>
    /// <returns>The name that the fewest changes make of the word; null where they are many for its length.</returns>
    public static string? Of(string word, ReadOnlySpan<string> names)
    {
        string small = word.ToLowerInvariant();
        string? nearest = null;
        int fewest = Math.Max(2, word.Length / 3) + 1;
        foreach (string name in names)
        {
            int changes = EditDistance.Between(small, name);
            if (changes < fewest)
            {
                fewest = changes;
                nearest = name;
            }
        }

        return nearest;
    }
}

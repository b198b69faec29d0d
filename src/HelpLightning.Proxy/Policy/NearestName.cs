namespace HelpLightning.Proxy;

/// <summary>What somebody may have meant who wrote a name that is none.</summary>
internal static class NearestName
{
    /// <returns>The name that the fewest changes make of the word; null where they are many for its length.</returns>
    public static string? Of(string word, ReadOnlySpan<string> names)
    {
        string? nearest = null;
        int fewest = Math.Max(2, word.Length / 3) + 1;
        foreach (string name in names)
        {
            int changes = Changes(word, name);
            if (changes < fewest)
            {
                fewest = changes;
                nearest = name;
            }
        }

        return nearest;
    }

    /// <summary>Letters to put in, to take out or to replace (Levenshtein's distance), whatever their case.</summary>
    private static int Changes(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int replaced = diagonal + (char.ToLowerInvariant(from[i - 1]) == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[to.Length];
    }
}

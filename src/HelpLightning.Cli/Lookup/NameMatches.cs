namespace HelpLightning.Cli.Lookup;

/// <summary>Things whose names hold a text, and those of them that are called just so, whatever the case.</summary>
/// <param name="Near">Whose names hold it.</param>
/// <param name="Same">Whose name it is.</param>
internal sealed record NameMatches<T>(IReadOnlyList<T> Near, IReadOnlyList<T> Same)
{
    /// <param name="things">All that are looked at.</param>
    /// <param name="name">Of a thing; null for one without.</param>
    /// <param name="text">Of an empty one there is none.</param>
    /// <param name="cancellation">Ends the walk.</param>
    public static async Task<NameMatches<T>> FindAsync(
        IAsyncEnumerable<T> things, Func<T, string?> name, string text, CancellationToken cancellation)
    {
        List<T> near = [];
        await foreach (T thing in things.WithCancellation(cancellation))
        {
            if (text.Length > 0 && name(thing)?.Contains(text, StringComparison.OrdinalIgnoreCase) == true)
            {
                near.Add(thing);
            }
        }

        return new NameMatches<T>(
            near, [.. near.Where(thing => string.Equals(name(thing)!.Trim(), text, StringComparison.OrdinalIgnoreCase))]);
    }
}

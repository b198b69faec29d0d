namespace HelpLightning.Cli.Filters;

/// <summary>
/// A word of which there are few, such as a role. The API cannot be asked which there are, so the people that were read tell:
/// what none of them has, and Help Lightning does not name either, is a slip that an empty list would hide.
/// </summary>
/// <param name="option">What it was typed after.</param>
/// <param name="typed">What was typed.</param>
/// <param name="known">Those that Help Lightning is known to have.</param>
internal sealed class KindCheck(string option, string typed, IReadOnlyList<string> known)
{
    private readonly SortedSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Is it the one that was typed?</summary>
    public bool Matches(string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _seen.Add(value);
        }

        return string.Equals(value, typed, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>What is wrong with it once all rows were read; null when nothing is, or when no row could tell.</summary>
    public string? Problem => _seen.Count == 0 || _seen.Contains(typed) || known.Contains(typed, StringComparer.OrdinalIgnoreCase) ? null
        : $"{option} is {typed}, which nobody here has. There are: "
            + $"{string.Join(", ", _seen.Union(known, StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase))}.";
}

using HelpLightning.Client;

namespace HelpLightning.Cli.Actions;

/// <summary>A list, and what of it is wanted where the API cannot be asked for that.</summary>
/// <param name="List">What the API gives.</param>
/// <param name="Keeps">The rows that are printed; null for all.</param>
/// <param name="Problem">Asked when the whole list was read: what was wrong with the question, or null.</param>
internal sealed record Selection<T>(PagedList<T> List, Func<T, bool>? Keeps = null, Func<string?>? Problem = null)
{
    public static implicit operator Selection<T>(PagedList<T> list) => new(list);
}

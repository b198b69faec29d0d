namespace HelpLightning.Cli.Overview.Counting;

/// <summary>Calls by whom or what they count for.</summary>
internal sealed class Ranking<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, (string Name, Tally Tally)> _all = [];

    public int Count => _all.Count;

    public void Add(TKey key, string name, OverviewCall call)
    {
        if (!_all.TryGetValue(key, out (string Name, Tally Tally) known))
        {
            known = _all[key] = (name, new Tally());
        }

        known.Tally.Add(call);
    }

    /// <summary>Those with the most calls; among equals by name, so that a page comes out the same twice.</summary>
    public IReadOnlyList<(string Name, Tally Tally)> Top(int count) =>
    [
        .. _all.OrderByDescending(static r => r.Value.Tally.Calls).ThenBy(static r => r.Value.Name, StringComparer.Ordinal)
            .ThenBy(static r => r.Key).Select(static r => r.Value).Take(count),
    ];
}

using System.Collections.Concurrent;

namespace HelpLightning.Client;

/// <summary>
/// The sources of issued tokens of one client, so that acting for the same person again costs no request. A client has
/// its own, so sites never mix. Bounded: when it is full it starts anew, which costs a request a token.
/// </summary>
internal sealed class TokenCache
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, CachedTokenSource> _sources = new(StringComparer.Ordinal);

    public CachedTokenSource Get(string name, Func<CancellationToken, Task<AccessToken>> fetch)
    {
        if (_sources.Count >= Most)
        {
            _sources.Clear();
        }

        return _sources.GetOrAdd(name, static (_, make) => new CachedTokenSource(make), fetch);
    }
}

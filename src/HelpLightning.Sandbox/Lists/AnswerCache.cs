using System.Collections.Concurrent;

namespace HelpLightning.Sandbox.Lists;

/// <summary>
/// Keeps answers of lists as bytes until anything is written, so that polling a list costs a look-up. Who asks is checked
/// every time; only the answer is remembered.
/// </summary>
internal sealed class AnswerCache
{
    private const long MostBytes = 8 * 1024 * 1024;

    /// <summary>Who asks for large pages walks a list once; who polls asks for small ones.</summary>
    private const int LargestAnswer = 256 * 1024;

    private readonly ConcurrentDictionary<Key, Entry> _entries = new();
    private long _bytes;

    /// <summary>The answer that was written at this version of the database.</summary>
    public byte[]? Find(Key key, long version) =>
        _entries.TryGetValue(key, out Entry? entry) && entry.Version == version ? entry.Answer : null;

    public void Add(Key key, long version, ReadOnlySpan<byte> answer)
    {
        if (answer.Length > LargestAnswer)
        {
            return;
        }

        // Full means that many different pages were asked for; starting again is cheaper than knowing which are old.
        if (Interlocked.Add(ref _bytes, answer.Length) > MostBytes)
        {
            _entries.Clear();
            Interlocked.Exchange(ref _bytes, answer.Length);
        }

        _entries[key] = new Entry(version, answer.ToArray());
    }

    /// <summary>What an answer depends on, apart from the database.</summary>
    internal readonly record struct Key(long SiteId, string Path, string Query);

    private sealed record Entry(long Version, byte[] Answer);
}

using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace HelpLightning.Equality;

/// <summary>
/// Texts by name that are equal to others with the same names and texts, in whatever order; for the reason of <see cref="EqualList{T}"/>.
/// </summary>
internal sealed class EqualTexts : IReadOnlyDictionary<string, string>, IEquatable<EqualTexts>
{
    public static readonly EqualTexts Empty = new(new Dictionary<string, string>());

    private readonly IReadOnlyDictionary<string, string> _texts;

    private EqualTexts(IReadOnlyDictionary<string, string> texts) => _texts = texts;

    public int Count => _texts.Count;

    public IEnumerable<string> Keys => _texts.Keys;

    public IEnumerable<string> Values => _texts.Values;

    public string this[string key] => _texts[key];

    public static IReadOnlyDictionary<string, string> Of(IReadOnlyDictionary<string, string>? texts) => texts switch
    {
        null or { Count: 0 } => Empty,
        EqualTexts => texts,
        _ => new EqualTexts(texts),
    };

    public bool ContainsKey(string key) => _texts.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value) => _texts.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _texts.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _texts.GetEnumerator();

    public bool Equals(EqualTexts? other) =>
        other is not null && Count == other.Count
        && _texts.All(pair => other.TryGetValue(pair.Key, out string? text) && text == pair.Value);

    public override bool Equals(object? obj) => Equals(obj as EqualTexts);

    /// <summary>Of the names and texts, in no order.</summary>
    public override int GetHashCode() => _texts.Aggregate(Count, static (hash, pair) => hash ^ HashCode.Combine(pair.Key, pair.Value));
}

using System.Collections;
using System.Text.Json;

namespace HelpLightning.Equality;

/// <summary>
/// A list that is equal to another with equal rows in the same order. Models hold their lists in it: a record is equal when all that it
/// holds is, and the platform's lists are equal to nothing but themselves.
/// </summary>
internal sealed class EqualList<T> : IReadOnlyList<T>, IEquatable<EqualList<T>>
{
    public static readonly EqualList<T> Empty = new([]);

    private static readonly IEqualityComparer<T> Rows =
        typeof(T) == typeof(JsonElement) ? (IEqualityComparer<T>)(object)new JsonComparer() : EqualityComparer<T>.Default;

    private readonly IReadOnlyList<T> _rows;

    private EqualList(IReadOnlyList<T> rows) => _rows = rows;

    public int Count => _rows.Count;

    public T this[int index] => _rows[index];

    /// <summary>The same list. One that is null, as JSON may say, is empty.</summary>
    public static IReadOnlyList<T> Of(IReadOnlyList<T>? rows) => rows switch
    {
        null or { Count: 0 } => Empty,
        EqualList<T> => rows,
        _ => new EqualList<T>(rows),
    };

    public IEnumerator<T> GetEnumerator() => _rows.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _rows.GetEnumerator();

    public bool Equals(EqualList<T>? other) =>
        other is not null && (ReferenceEquals(_rows, other._rows) || _rows.SequenceEqual(other._rows, Rows));

    public override bool Equals(object? obj) => Equals(obj as EqualList<T>);

    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (T row in _rows)
        {
            hash.Add(row, Rows);
        }

        return hash.ToHashCode();
    }

    private sealed class JsonComparer : IEqualityComparer<JsonElement>
    {
        public bool Equals(JsonElement x, JsonElement y) => EqualJson.AreEqual(x, y);

        public int GetHashCode(JsonElement obj) => EqualJson.HashOf(obj);
    }
}

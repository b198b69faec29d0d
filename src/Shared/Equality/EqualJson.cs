using System.Text.Json;

namespace HelpLightning.Equality;

/// <summary>
/// A piece of JSON that is equal to another that says the same. Models hold theirs in it: the platform's are equal only when they are
/// pieces of one document.
/// </summary>
internal readonly struct EqualJson(JsonElement? element) : IEquatable<EqualJson>
{
    public JsonElement? Element { get; } = element;

    public static bool AreEqual(JsonElement x, JsonElement y) =>
        x.ValueKind == JsonValueKind.Undefined || y.ValueKind == JsonValueKind.Undefined
            ? x.ValueKind == y.ValueKind
            : JsonElement.DeepEquals(x, y);

    /// <summary>Texts of the same number or object may differ, so that only the kind can be counted on.</summary>
    public static int HashOf(JsonElement element) => (int)element.ValueKind;

    public static bool AreEqual(IReadOnlyDictionary<string, JsonElement>? x, IReadOnlyDictionary<string, JsonElement>? y) =>
        (x?.Count ?? 0) == (y?.Count ?? 0)
        && (x is null || x.All(field => y!.TryGetValue(field.Key, out JsonElement other) && AreEqual(field.Value, other)));

    public bool Equals(EqualJson other) => (Element, other.Element) switch
    {
        (null, null) => true,
        ({ } x, { } y) => AreEqual(x, y),
        _ => false,
    };

    public override bool Equals(object? obj) => obj is EqualJson other && Equals(other);

    public override int GetHashCode() => Element is { } element ? HashOf(element) : -1;
}

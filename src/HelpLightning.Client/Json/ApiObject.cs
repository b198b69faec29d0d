using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using HelpLightning.Equality;

namespace HelpLightning.Client;

/// <summary>
/// What all objects of the API share: fields that this version does not know are kept, and the text of an object shows
/// what it is and no secret.
/// </summary>
public abstract record ApiObject
{
    private protected ApiObject()
    {
    }

    /// <summary>
    /// Fields that this version does not know. Nobody can say whether one holds a secret, so no JSON that you make has them.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, JsonElement> AdditionalData =>
        (IReadOnlyDictionary<string, JsonElement>?)Unknown ?? ReadOnlyDictionary<string, JsonElement>.Empty;

    /// <summary>Where the serialiser puts them: it wants a property that it can set after construction.</summary>
    [JsonInclude]
    [JsonExtensionData]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    internal Dictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>What tells this object from others of its kind, for people.</summary>
    private protected abstract string Summary { get; }

    /// <summary>What tells a row of a list from the others; null when it has no id.</summary>
    internal virtual RowKey? Key => null;

    /// <summary>Equal when of the same kind with equal fields, those that this version does not know included.</summary>
    /// <param name="other">Another object.</param>
    public virtual bool Equals(ApiObject? other) =>
        ReferenceEquals(this, other)
            || (other is not null && EqualityContract == other.EqualityContract && EqualJson.AreEqual(Unknown, other.Unknown));

    /// <inheritdoc/>
    public override int GetHashCode() => EqualityContract.GetHashCode();

    /// <summary>The kind and what tells it from others; never a token or a signed address.</summary>
    public sealed override string ToString() => $"{GetType().Name} {{ {Summary} }}";
}

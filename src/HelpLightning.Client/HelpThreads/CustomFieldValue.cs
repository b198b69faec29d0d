using System.Text.Json.Nodes;

namespace HelpLightning.Client;

/// <summary>What to save in a field of a help thread.</summary>
public sealed class CustomFieldValue
{
    private readonly Func<JsonNode?> _value;

    private CustomFieldValue(long fieldId, Func<JsonNode?> value)
    {
        FieldId = fieldId;
        _value = value;
    }

    /// <summary>The field's id.</summary>
    public long FieldId { get; }

    /// <summary>For a <c>TEXT</c> field.</summary>
    public static CustomFieldValue Text(long fieldId, string value) => new(fieldId, () => value);

    /// <summary>For a <c>BOOLEAN</c> field.</summary>
    public static CustomFieldValue Boolean(long fieldId, bool value) => new(fieldId, () => value);

    /// <summary>For a <c>LIST</c> field: the chosen option's id.</summary>
    public static CustomFieldValue Option(long fieldId, long optionId) => new(fieldId, () => optionId);

    /// <summary>For a <c>LIST</c> field with several: the chosen options' ids.</summary>
    public static CustomFieldValue Options(long fieldId, params IEnumerable<long> optionIds)
    {
        long[] ids = [.. optionIds];
        return new CustomFieldValue(fieldId, () => new JsonArray([.. ids.Select(static id => (JsonNode)id)]));
    }

    /// <summary>Not answered.</summary>
    public static CustomFieldValue Empty(long fieldId) => new(fieldId, static () => null);

    internal JsonObject ToJson() => new() { ["id"] = FieldId, ["value"] = _value() };
}

using System.Text.Json;

namespace HelpLightning.Sandbox.Json;

/// <summary>What fits the types of field, and what they are called in errors.</summary>
internal static class BodyFieldTypes
{
    public static bool Fits(this BodyFieldType type, JsonElement value) => type switch
    {
        BodyFieldType.Text => value.ValueKind == JsonValueKind.String,
        BodyFieldType.Number => value.ValueKind == JsonValueKind.Number,
        BodyFieldType.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        BodyFieldType.NumberOrText => value.ValueKind is JsonValueKind.Number or JsonValueKind.String,
        BodyFieldType.List => value.ValueKind == JsonValueKind.Array,
        BodyFieldType.TextList =>
            value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String),
        _ => value.ValueKind == JsonValueKind.Object,
    };

    /// <summary>To be put after "wants".</summary>
    public static string Words(this BodyFieldType type) => type switch
    {
        BodyFieldType.Text => "text",
        BodyFieldType.Number => "a number",
        BodyFieldType.Boolean => "true or false",
        BodyFieldType.NumberOrText => "a number or text",
        BodyFieldType.List => "a list",
        BodyFieldType.TextList => "a list of texts",
        _ => "a JSON object",
    };
}

using System.Text.Json.Nodes;

namespace HelpLightning.Cli.Assistants.Tools;

/// <summary>An argument of a tool.</summary>
/// <param name="Name">As it is given.</param>
/// <param name="Type">A type of JSON Schema: <c>string</c>, <c>integer</c> or <c>boolean</c>.</param>
/// <param name="Meaning">What it is, with an example where that helps.</param>
internal sealed record Parameter(string Name, string Type, string Meaning)
{
    /// <summary>Characters of a text; nothing that people look for is longer.</summary>
    public const int LongestText = 500;

    public const int MostRows = 50;

    public static readonly Parameter Cursor = new("cursor", "string", "next_cursor of the answer before, to go on");

    public static readonly Parameter Limit = new("limit", "integer", "The most rows, 1 to 50; an answer may hold fewer to stay short")
    {
        Minimum = 1,
        Maximum = MostRows,
    };

    public bool IsRequired { get; init; }

    /// <summary>The only values; empty for any.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    public int? Minimum { get; init; }

    public int? Maximum { get; init; }

    public JsonObject Schema()
    {
        JsonObject schema = new() { ["type"] = Type, ["description"] = Meaning };
        if (Type == "string")
        {
            schema["maxLength"] = LongestText;
        }

        if (Choices.Count > 0)
        {
            schema["enum"] = new JsonArray([.. Choices.Select(static c => (JsonNode)JsonValue.Create(c))]);
        }

        if (Minimum is { } minimum)
        {
            schema["minimum"] = minimum;
        }

        if (Maximum is { } maximum)
        {
            schema["maximum"] = maximum;
        }

        return schema;
    }
}

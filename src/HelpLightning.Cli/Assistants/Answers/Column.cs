using System.Text.Json.Nodes;

namespace HelpLightning.Cli.Assistants.Answers;

/// <summary>One value of a row: what it is called, its JSON type, what it means, and where it comes from.</summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Type">A type of JSON Schema; <c>array</c> is one of texts.</param>
/// <param name="Meaning">For the schema.</param>
/// <param name="Value">From a row and the present time; null is left out.</param>
internal sealed record Column<T>(string Name, string Type, string Meaning, Func<T, DateTimeOffset, JsonNode?> Value)
{
    public JsonObject Schema() => Type == "array"
        ? new JsonObject { ["type"] = Type, ["description"] = Meaning, ["items"] = new JsonObject { ["type"] = "string" } }
        : new JsonObject { ["type"] = Type, ["description"] = Meaning };
}

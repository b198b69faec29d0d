using System.Text.Json.Nodes;

namespace HelpLightning.Cli.Assistants.Answers;

/// <summary>The answer that is a part of a list: rows, and the cursor that gets the next ones.</summary>
internal static class ListAnswer
{
    /// <summary>What rows may take on the wire, so that a whole answer stays under 8 KB.</summary>
    public const int MostBytes = 7_000;

    public static JsonObject Schema(JsonObject row) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["items"] = new JsonObject { ["type"] = "array", ["items"] = row },
            ["next_cursor"] = new JsonObject
            {
                ["type"] = "string",
                ["description"] = "Give it as cursor, with the same arguments, to get what follows; missing at the end of the list",
            },
        },
        ["required"] = new JsonArray("items"),
    };

    /// <param name="sentence">How many of what.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="next">Where the list goes on; null at its end.</param>
    public static Answer Of(string sentence, IReadOnlyList<JsonObject> rows, ListCursor? next)
    {
        JsonObject content = new() { ["items"] = new JsonArray([.. rows.Select(static row => row.DeepClone())]) };
        if (next is not null)
        {
            content["next_cursor"] = next.ToString();
            sentence += $" There may be more: the same arguments with cursor \"{next}\".";
        }

        return new Answer(sentence, content, rows);
    }
}

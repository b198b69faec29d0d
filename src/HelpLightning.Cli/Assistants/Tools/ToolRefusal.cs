using System.Text.Json.Nodes;

namespace HelpLightning.Cli.Assistants.Tools;

/// <summary>Ends a tool with an error: what is wrong and what to do, and data of the site to choose from.</summary>
internal sealed class ToolRefusal(string message, params IReadOnlyList<JsonObject> rows) : Exception(message)
{
    public IReadOnlyList<JsonObject> Rows { get; } = rows;
}

using System.Text.Json.Nodes;
using HelpLightning.Cli.Assistants.Answers;
using ModelContextProtocol.Protocol;

namespace HelpLightning.Cli.Assistants.Tools;

/// <summary>Something that an assistant can have done.</summary>
/// <param name="name">Its name in the protocol.</param>
/// <param name="title">For people.</param>
/// <param name="description">For models: what it does, and when to take it.</param>
internal abstract class AssistantTool(string name, string title, string description)
{
    public string Name => name;

    public string Title => title;

    public string Description => description;

    /// <summary>Does it change something or send something?</summary>
    public virtual bool Writes => false;

    public abstract IReadOnlyList<Parameter> Parameters { get; }

    public abstract JsonObject OutputSchema { get; }

    public abstract Task<Answer> RunAsync(ToolCall call, CancellationToken cancellation);

    public Tool Describe() => new()
    {
        Name = name,
        Title = title,
        Description = description,
        InputSchema = Answer.Element(InputSchema()),
        OutputSchema = Answer.Element(OutputSchema),
        Annotations = new ToolAnnotations
        {
            Title = title,
            ReadOnlyHint = !Writes,

            // What goes out to people cannot be taken back, and going out twice is not the same as once.
            DestructiveHint = Writes,
            IdempotentHint = !Writes,

            // What comes back was written by anybody who is on the site or came in by a link.
            OpenWorldHint = true,
        },
    };

    private JsonObject InputSchema()
    {
        JsonObject properties = [];
        foreach (Parameter parameter in Parameters)
        {
            properties[parameter.Name] = parameter.Schema();
        }

        JsonObject schema = new() { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        string[] required = [.. Parameters.Where(static p => p.IsRequired).Select(static p => p.Name)];
        if (required.Length > 0)
        {
            schema["required"] = new JsonArray([.. required.Select(static r => (JsonNode)JsonValue.Create(r))]);
        }

        return schema;
    }
}

using System.Text.Json;
using HelpLightning.Cli.Assistants.Answers;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Syntax;

namespace HelpLightning.Cli.Assistants.Tools;

/// <summary>What a tool was called with. A model makes mistakes, so each of them is answered with what is wanted instead.</summary>
internal sealed class Arguments
{
    private readonly IDictionary<string, JsonElement> _given;

    public Arguments(string tool, IReadOnlyList<Parameter> parameters, IDictionary<string, JsonElement>? given)
    {
        _given = given ?? new Dictionary<string, JsonElement>();
        string names = string.Join(", ", parameters.Select(static p => p.Name));
        string taken = parameters.Count == 0 ? "It takes none." : $"It takes: {names}.";
        foreach (string name in _given.Keys)
        {
            if (parameters.All(p => p.Name != name))
            {
                throw CommandException.Usage($"{tool} has no argument {SiteText.Of(name, 40)}. {taken}");
            }
        }

        foreach (Parameter parameter in parameters)
        {
            Check(tool, parameter);
        }
    }

    /// <summary>Null when it was not given, or given as nothing.</summary>
    public string? Text(string name) => TextOf(Find(name))?.Trim() is { Length: > 0 } text ? text : null;

    public string Required(string name) => Text(name)!;

    public bool? Flag(string name) => Find(name)?.GetBoolean();

    public int Limit(int usual) => Find(Parameter.Limit.Name)?.GetInt32() ?? usual;

    public ListCursor? Cursor() => Text(Parameter.Cursor.Name) is { } text ? ListCursor.Read(text) : null;

    public DateTimeOffset? Time(string name, DateTimeOffset now) => Text(name) is { } text ? TimeParser.Parse(text, name, now) : null;

    /// <summary>Ids are numbers, so models give them as such.</summary>
    private static string? TextOf(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : value?.GetString();

    private JsonElement? Find(string name) =>
        _given.TryGetValue(name, out JsonElement value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? value
            : null;

    private void Check(string tool, Parameter parameter)
    {
        JsonElement? value = Find(parameter.Name);
        bool isThere = value is { ValueKind: not JsonValueKind.String } || !string.IsNullOrWhiteSpace(value?.GetString());
        if (value is null || !isThere)
        {
            if (parameter.IsRequired)
            {
                throw CommandException.Usage($"{tool} wants {parameter.Name}: {parameter.Meaning}.");
            }

            return;
        }

        if (Wanted(parameter, value.Value) is { } wanted)
        {
            throw CommandException.Usage($"{parameter.Name} of {tool} wants {wanted}.");
        }
    }

    /// <summary>What it should be; null when it is.</summary>
    private static string? Wanted(Parameter parameter, JsonElement value) => (parameter.Type, value.ValueKind) switch
    {
        ("string", JsonValueKind.String) => WantedText(parameter, value.GetString()!),
        ("string", JsonValueKind.Number) when value.TryGetInt64(out _) && parameter.Choices.Count == 0 => null,
        ("string", _) => "a text",
        ("boolean", JsonValueKind.True or JsonValueKind.False) => null,
        ("boolean", _) => "true or false",
        (_, JsonValueKind.Number) when value.TryGetInt32(out int number)
            && number >= parameter.Minimum && number <= parameter.Maximum => null,
        _ => $"a whole number from {parameter.Minimum} to {parameter.Maximum}",
    };

    private static string? WantedText(Parameter parameter, string text) =>
        text.Length > Parameter.LongestText ? $"at most {Parameter.LongestText} characters"
        : parameter.Choices.Count > 0 && !parameter.Choices.Contains(text) ? $"one of {string.Join(", ", parameter.Choices)}"
        : null;
}

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;

namespace HelpLightning.Cli.Requests;

/// <summary>
/// The fields of <c>hl api</c>: <c>-f key=value</c> is text; <c>-F key=value</c> turns true, false, null and whole
/// numbers into what they are and reads <c>@file</c>. They go into the query of GET and DELETE and into the JSON body
/// of the rest, where <c>key[]</c> adds to an array.
/// </summary>
internal static class RequestFields
{
    private const string ArrayMark = "[]";

    public static string AppendToQuery(Host host, string path, string[] texts, string[] typed)
    {
        StringBuilder query = new(path);
        char separator = path.Contains('?') ? '&' : '?';
        IEnumerable<(string Key, string Value)> read = typed.Select(Split).Select(f => (f.Key, ReadFile(host, f.Value)));
        foreach ((string key, string value) in texts.Select(Split).Concat(read))
        {
            query.Append(separator).Append(Uri.EscapeDataString(key)).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }

        return query.ToString();
    }

    public static JsonObject ToJson(Host host, string[] texts, string[] typed)
    {
        JsonObject body = [];
        foreach ((string key, JsonNode? value) in texts.Select(Split).Select(static f => (f.Key, (JsonNode?)f.Value))
            .Concat(typed.Select(Split).Select(f => (f.Key, (JsonNode?)Typed(host, f.Value)))))
        {
            Add(body, key, value);
        }

        return body;
    }

    private static void Add(JsonObject body, string key, JsonNode? value)
    {
        bool isElement = key.Length > ArrayMark.Length && key.EndsWith(ArrayMark, StringComparison.Ordinal);
        string name = isElement ? key[..^ArrayMark.Length] : key;
        if (isElement && (body[name] is JsonArray || !body.ContainsKey(name)))
        {
            JsonArray array = body[name] as JsonArray ?? [];
            array.Add(value);
            body[name] = array;
        }
        else if (!body.TryAdd(name, value))
        {
            throw CommandException.Usage(
                $"The field {name} is there twice. Keep one, or make an array of all: -f '{name}{ArrayMark}=...' for each.");
        }
    }

    private static JsonValue? Typed(Host host, string value) => value switch
    {
        "true" or "false" => JsonValue.Create(value == "true"),
        "null" => null,
        _ when long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) =>
            JsonValue.Create(number),
        _ => JsonValue.Create(ReadFile(host, value)),
    };

    private static string ReadFile(Host host, string value)
    {
        if (!value.StartsWith('@'))
        {
            return value;
        }

        try
        {
            return File.ReadAllText(host.PathTo(value[1..]));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CommandException.Usage($"The file '{value[1..]}' of -F cannot be read. To send a text that begins with @, use -f.");
        }
    }

    private static (string Key, string Value) Split(string field)
    {
        int at = field.IndexOf('=');
        return at > 0
            ? (field[..at], field[(at + 1)..])
            : throw CommandException.Usage("A field is written key=value, for instance: -f page_size=5");
    }
}

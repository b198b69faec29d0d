using System.Globalization;
using System.Text.Json;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Time;

namespace HelpLightning.Sandbox.Json;

/// <summary>
/// The members of a JSON object that somebody wrote by hand: asked for by name, every error says where it is, and a
/// member that nobody asks for is an error, because it is a typing error.
/// </summary>
internal sealed class JsonFields
{
    private readonly JsonElement _element;
    private readonly string _place;
    private readonly HashSet<string> _known = [];

    public JsonFields(JsonElement element, string place)
    {
        _element = element;
        _place = place;
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Wrong("", "wants a JSON object");
        }
    }

    /// <summary>An error about one member, or about the object for an empty name.</summary>
    public SandboxException Wrong(string name, string problem)
    {
        string place = (_place, name) switch
        {
            ("", "") => "The body",
            ("", _) => $"'{name}'",
            (_, "") => $"'{_place}'",
            _ => $"'{_place}.{name}'",
        };
        return SandboxException.BadParameter($"{place} {problem}.");
    }

    public bool Has(string name) => Find(name, out _);

    public string Text(string name, int longest = 255) =>
        OptionalText(name, longest) ?? throw Wrong(name, "is missing");

    public string? OptionalText(string name, int longest = 255)
    {
        if (!Find(name, out JsonElement value))
        {
            return null;
        }

        string? text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return text is { Length: > 0 } && text.Length <= longest
            ? text
            : throw Wrong(name, string.Create(CultureInfo.InvariantCulture, $"wants a text of 1 to {longest} characters"));
    }

    /// <summary>A text that may be empty.</summary>
    public string AnyText(string name, int longest) =>
        Find(name, out JsonElement value) && value.ValueKind == JsonValueKind.String && value.GetString() is { } text && text.Length <= longest
            ? text
            : throw Wrong(name, string.Create(CultureInfo.InvariantCulture, $"wants a text of up to {longest} characters"));

    public string? OneOf(string name, params ReadOnlySpan<string> choices)
    {
        string? text = OptionalText(name);
        return text is null || choices.Contains(text)
            ? text
            : throw Wrong(name, $"wants one of {string.Join(", ", choices.ToArray())}");
    }

    public long? Number(string name, long least, long most)
    {
        if (!Find(name, out JsonElement value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number >= least && number <= most
            ? number
            : throw Wrong(name, string.Create(CultureInfo.InvariantCulture, $"wants a whole number from {least} to {most}"));
    }

    public bool? Flag(string name)
    {
        if (!Find(name, out JsonElement value))
        {
            return null;
        }

        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(name, "wants true or false");
    }

    /// <summary>A text such as <c>"90s"</c>, or a number of seconds.</summary>
    public TimeSpan? Duration(string name)
    {
        if (!Find(name, out JsonElement value))
        {
            return null;
        }

        string text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            _ => "",
        };
        return DurationText.TryParse(text, out TimeSpan duration)
            ? duration
            : throw Wrong(name, "wants a time such as \"90s\", \"-5m\", \"2h\" or \"30d\", or a number of seconds");
    }

    public DateTimeOffset? Instant(string name)
    {
        if (OptionalText(name) is not { } text)
        {
            return null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset instant)
            ? instant
            : throw Wrong(name, "wants a time such as \"2026-06-01T12:00:00Z\"");
    }

    public JsonFields? Object(string name) => Find(name, out JsonElement value) ? new JsonFields(value, Place(name)) : null;

    /// <summary>The objects of an array; none when it is not there.</summary>
    public IEnumerable<JsonFields> Objects(string name) => Items(name).Select((item, i) => new JsonFields(item, Place($"{name}[{i.ToString(CultureInfo.InvariantCulture)}]")));

    /// <summary>The texts or whole numbers of an array, as texts; none when it is not there.</summary>
    public IReadOnlyList<string> Texts(string name) => [.. Items(name).Select((item, i) => item.ValueKind switch
    {
        JsonValueKind.String when item.GetString() is { Length: > 0 and <= 255 } text => text,
        JsonValueKind.Number when item.TryGetInt64(out long number) => number.ToString(CultureInfo.InvariantCulture),
        _ => throw Wrong($"{name}[{i.ToString(CultureInfo.InvariantCulture)}]", "wants a text of 1 to 255 characters or a whole number"),
    })];

    /// <summary>A text or a whole number, as text: how people are named, by e-mail or id.</summary>
    public string? Reference(string name)
    {
        if (!Find(name, out JsonElement value))
        {
            return null;
        }

        return value.ValueKind switch
        {
            JsonValueKind.String when value.GetString() is { Length: > 0 and <= 255 } text => text,
            JsonValueKind.Number when value.TryGetInt64(out long number) => number.ToString(CultureInfo.InvariantCulture),
            _ => throw Wrong(name, "wants an e-mail address or an id"),
        };
    }

    public JsonElement? Raw(string name) => Find(name, out JsonElement value) ? value : null;

    /// <summary>To be called when every member has been asked for.</summary>
    public void RequireNoOthers()
    {
        foreach (JsonProperty property in _element.EnumerateObject())
        {
            if (!_known.Contains(property.Name))
            {
                string shown = property.Name.Length <= 40 ? property.Name : property.Name[..40] + "…";
                throw Wrong(shown, _known.Count == 0 ? "is unknown: nothing is taken here" : $"is unknown. Known here: {string.Join(", ", _known)}");
            }
        }
    }

    private JsonElement.ArrayEnumerator Items(string name)
    {
        if (!Find(name, out JsonElement value))
        {
            return default;
        }

        return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw Wrong(name, "wants a JSON array");
    }

    private string Place(string name) => _place.Length == 0 ? name : $"{_place}.{name}";

    private bool Find(string name, out JsonElement value)
    {
        _known.Add(name);
        return _element.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
    }
}

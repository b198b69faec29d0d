using System.Buffers;
using System.Globalization;
using System.Text.Json;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Time;

namespace HelpLightning.Sandbox.Json;

/// <summary>
/// The members of a JSON object that somebody else wrote: bodies of the API and of the control routes, scenarios, and what comes
/// inside of them. Each is asked for by name, every error says where it is and what is wanted there, and a member that nobody
/// asks for is an error where typing errors are to be found.
/// </summary>
internal sealed class JsonFields
{
    private readonly JsonElement _element;
    private readonly string _whole;
    private readonly string _noun;
    private readonly string _place;
    private readonly HashSet<string>? _known;

    private JsonFields(JsonElement element, string whole, string noun, string place, HashSet<string>? known)
    {
        _element = element;
        _whole = whole;
        _noun = noun;
        _place = place;
        _known = known;
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Wrong("", $"wants {BodyFieldType.Object.Words()}");
        }
    }

    /// <summary>An object without members. It keeps nothing of what is asked for, so that many threads can share it.</summary>
    public static JsonFields Empty(string whole, string noun) => new(JsonElement.Parse("{}"), whole, noun, "", known: null);

    /// <param name="utf8">What came.</param>
    /// <param name="whole">What it is called as a whole: <c>The body</c>.</param>
    /// <param name="noun">What comes before the name of a member, with a blank after it; empty for nothing.</param>
    /// <param name="options">Doubled members are refused unless they allow them.</param>
    /// <exception cref="SandboxException">It is no JSON, or no object.</exception>
    public static JsonFields Parse(ReadOnlyMemory<byte> utf8, string whole, string noun = "", JsonDocumentOptions? options = null) =>
        Parse(strict => ForeignJson.Parse(utf8, strict), whole, noun, options);

    /// <inheritdoc cref="Parse(ReadOnlyMemory{byte}, string, string, JsonDocumentOptions?)"/>
    public static JsonFields Parse(string json, string whole, string noun = "", JsonDocumentOptions? options = null) =>
        Parse(strict => ForeignJson.Parse(json, strict), whole, noun, options);

    /// <summary>An error about one member, or about the object for an empty name.</summary>
    public SandboxException Wrong(string name, string problem)
    {
        string place = (_place, name) switch
        {
            ("", "") => _whole,
            (_, "") => $"{_noun}'{_place}'",
            _ => $"{_noun}'{Place(name)}'",
        };
        return SandboxException.BadParameter($"{place} {problem}.");
    }

    /// <summary>Holds the members against what is declared; with others than those it is wrong, unless they are taken.</summary>
    public void Require(IReadOnlyList<BodyField> declared, bool takesOthers)
    {
        foreach (BodyField field in declared)
        {
            if (!Find(field.Name, out JsonElement value))
            {
                _ = field.IsRequired ? throw Missing(field.Name) : true;
            }
            else if (!field.Type.Fits(value))
            {
                throw Wrong(field.Name, $"wants {field.Type.Words()}");
            }
        }

        if (!takesOthers)
        {
            RequireNoOthers();
        }
    }

    public SandboxException Missing(string name) => Wrong(name, "is missing");

    /// <summary>All of them, as they came.</summary>
    public string GetRawText() => _element.GetRawText();

    /// <summary>All of them without white space.</summary>
    public byte[] ToUtf8()
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            _element.WriteTo(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A text as it is, or a number as it is written; null when it is not there.</summary>
    public string? LooseText(string name) => Find(name, out JsonElement value)
        ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()
        : null;

    /// <summary>A text that is not empty.</summary>
    public string FilledText(string name) => LooseText(name) is { Length: > 0 } text ? text : throw Wrong(name, "is empty");

    /// <summary>A whole number that has to be there.</summary>
    public long WholeNumber(string name) =>
        Find(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number)
        ? number
        : throw Wrong(name, "wants a whole number");

    public string Text(string name, int longest = 255) =>
        OptionalText(name, longest) ?? throw Missing(name);

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
        Find(name, out JsonElement value) && value.ValueKind == JsonValueKind.String && value.GetString() is { } text
            && text.Length <= longest
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

        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw Wrong(name, $"wants {BodyFieldType.Boolean.Words()}");
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

        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out DateTimeOffset instant)
            ? instant
            : throw Wrong(name, "wants a time such as \"2026-06-01T12:00:00Z\"");
    }

    public JsonFields? Object(string name) => Find(name, out JsonElement value) ? Inside(value, name) : null;

    /// <summary>The objects of an array; none when it is not there.</summary>
    public IEnumerable<JsonFields> Objects(string name) =>
        Items(name).Select((item, i) => Inside(item, $"{name}[{i.ToString(CultureInfo.InvariantCulture)}]"));

    /// <summary>The texts or whole numbers of an array, as texts; none when it is not there.</summary>
    public IReadOnlyList<string> Texts(string name) => [.. Items(name).Select((item, i) => item.ValueKind switch
    {
        JsonValueKind.String when item.GetString() is { Length: > 0 and <= 255 } text => text,
        JsonValueKind.Number when item.TryGetInt64(out long number) => number.ToString(CultureInfo.InvariantCulture),
        _ => throw Wrong($"{name}[{i.ToString(CultureInfo.InvariantCulture)}]", "wants a text of 1 to 255 characters or a whole number"),
    })];

    /// <summary>The texts of an array that is declared to hold nothing else; none when it is not there.</summary>
    public IReadOnlyList<string> AnyTexts(string name) => [.. Items(name).Select(item => item.GetString()!)];

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
            if (_known?.Contains(property.Name) != true)
            {
                string shown = property.Name.Length <= 40 ? property.Name : property.Name[..40] + "…";
                throw Wrong(shown, _known is { Count: > 0 }
                    ? $"is unknown. Known here: {string.Join(", ", _known)}"
                    : "is unknown: nothing is taken here");
            }
        }
    }

    private JsonElement.ArrayEnumerator Items(string name)
    {
        if (!Find(name, out JsonElement value))
        {
            return default;
        }

        return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw Wrong(name, $"wants {BodyFieldType.List.Words()}");
    }

    private static JsonFields Parse(
        Func<JsonDocumentOptions, JsonDocument> parse, string whole, string noun, JsonDocumentOptions? options)
    {
        try
        {
            using JsonDocument document = parse(options ?? new JsonDocumentOptions { AllowDuplicateProperties = false });
            return new JsonFields(document.RootElement.Clone(), whole, noun, "", []);
        }
        catch (JsonException e)
        {
            throw SandboxException.BadParameter($"{whole} {e.Message}.");
        }
    }

    private JsonFields Inside(JsonElement element, string name) =>
        new(element, _whole, _noun, Place(name), []);

    private string Place(string name) => _place.Length == 0 ? name : $"{_place}.{name}";

    private bool Find(string name, out JsonElement value)
    {
        _known?.Add(name);
        return _element.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
    }
}

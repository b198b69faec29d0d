using System.Globalization;
using System.Text.Json;
using HelpLightning.Cli.Terminal;

namespace HelpLightning.Cli.Output;

/// <summary>
/// A cell: nothing, a text, a number, a truth, a time, a length of time, a list of texts, or JSON. It knows how each format writes
/// it: JSON keeps the kind, CSV and tables are text.
/// </summary>
internal readonly struct FieldValue
{
    private readonly object? _value;

    private FieldValue(object? value) => _value = value;

    public bool IsEmpty => _value is null or "";

    public bool IsNumber => _value is long or double or TimeSpan;

    /// <summary>Cut off it would say something else. Texts are still understood.</summary>
    public bool IsWhole => _value is not (string or string[]);

    public static implicit operator FieldValue(string? value) => new(value);

    public static implicit operator FieldValue(long? value) => new(value);

    public static implicit operator FieldValue(double? value) => new(value);

    public static implicit operator FieldValue(bool? value) => new(value);

    public static implicit operator FieldValue(DateTimeOffset? value) => new(value);

    public static implicit operator FieldValue(TimeSpan? value) => new(value);

    public static FieldValue List(IEnumerable<string?> texts) => new(texts.Select(static t => t ?? "").ToArray());

    /// <summary>A time that lies ahead, which people are told from now.</summary>
    public static FieldValue Until(DateTimeOffset? time, DateTimeOffset now) => new(time is { } ahead ? new Ahead(ahead, now) : null);

    /// <summary>A piece of JSON, which stays one in JSON.</summary>
    public static FieldValue Json(JsonElement element) => new(element);

    /// <summary>For people: times in UTC to the minute, lengths of time as a clock shows them.</summary>
    public string ToTableText() => _value switch
    {
        null => "",
        bool truth => truth ? "yes" : "no",
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture),
        TimeSpan span => span.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(long)span.TotalHours}:{span.Minutes:00}:{span.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{span.Minutes}:{span.Seconds:00}"),
        string[] texts => Printable.Of(string.Join(", ", texts)),
        Ahead ahead => ahead.Time > ahead.Now ? $"in {AgeText.Of(ahead.Time - ahead.Now)}" : "due",
        _ => Printable.Of(ToCsvText()),
    };

    /// <summary>Times in ISO 8601 and UTC, lengths of time in seconds.</summary>
    public string ToCsvText() => _value switch
    {
        null => "",
        bool truth => truth ? "true" : "false",
        DateTimeOffset time => Iso(time),
        TimeSpan span => span.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        string[] texts => string.Join("; ", texts),
        Ahead ahead => Iso(ahead.Time),
        JsonElement json => JsonText.Compact(json),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        object text => (string)text,
    };

    public void WriteTo(Utf8JsonWriter writer)
    {
        switch (_value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case TimeSpan span:
                writer.WriteNumberValue(span.TotalSeconds);
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case DateTimeOffset time:
                writer.WriteStringValue(Iso(time));
                break;
            case string[] texts:
                writer.WriteStartArray();
                foreach (string text in texts)
                {
                    writer.WriteStringValue(text);
                }

                writer.WriteEndArray();
                break;
            case Ahead ahead:
                writer.WriteStringValue(Iso(ahead.Time));
                break;
            case JsonElement json:
                json.WriteTo(writer);
                break;
            default:
                writer.WriteStringValue((string)_value);
                break;
        }
    }

    private static string Iso(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    private sealed record Ahead(DateTimeOffset Time, DateTimeOffset Now);
}

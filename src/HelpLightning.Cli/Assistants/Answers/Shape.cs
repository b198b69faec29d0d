using System.Text.Json.Nodes;

namespace HelpLightning.Cli.Assistants.Answers;

/// <summary>
/// What is told of a kind of thing. Only what is named here leaves the program, so a token or a link that the API adds to a row one day
/// does not; and every text is cleaned on its way.
/// </summary>
internal sealed class Shape<T>
{
    /// <summary>So that an answer with many names stays short.</summary>
    private const int LongestInList = 100;

    private readonly List<Column<T>> _columns = [];

    public Shape<T> Text(string name, string meaning, Func<T, string?> value, int longest = SiteText.UsualLength) =>
        Add(name, "string", meaning, (row, _) => value(row) is { Length: > 0 } text ? JsonValue.Create(SiteText.Of(text, longest)) : null);

    /// <summary>A word of ours, such as a length of time.</summary>
    public Shape<T> Words(string name, string meaning, Func<T, string?> value) =>
        Add(name, "string", meaning, (row, _) => value(row) is { } text ? JsonValue.Create(text) : null);

    public Shape<T> Number(string name, string meaning, Func<T, long?> value) =>
        Add(name, "integer", meaning, (row, _) => value(row) is { } number ? JsonValue.Create(number) : null);

    public Shape<T> Fraction(string name, string meaning, Func<T, double?> value) =>
        Add(name, "number", meaning, (row, _) => value(row) is { } number ? JsonValue.Create(Math.Round(number, 2)) : null);

    public Shape<T> Flag(string name, string meaning, Func<T, bool?> value) =>
        Add(name, "boolean", meaning, (row, _) => value(row) is { } flag ? JsonValue.Create(flag) : null);

    public Shape<T> Time(string name, string meaning, Func<T, DateTimeOffset?> value) =>
        Add(name, "string", $"{meaning}: in words, and in UTC",
            (row, now) => value(row) is { } time ? JsonValue.Create(TimeText.Of(time, now)) : null);

    /// <summary>Several texts; of many only the first are told, and how many there are.</summary>
    public Shape<T> Texts(string name, string meaning, Func<T, IEnumerable<string?>> values, int most = 12) =>
        Add(name, "array", meaning, (row, _) => List([.. values(row).OfType<string>()], most));

    public JsonObject Row(T row, DateTimeOffset now)
    {
        JsonObject json = [];
        foreach (Column<T> column in _columns)
        {
            if (column.Value(row, now) is { } value)
            {
                json[column.Name] = value;
            }
        }

        return json;
    }

    public JsonObject Schema()
    {
        JsonObject properties = [];
        foreach (Column<T> column in _columns)
        {
            properties[column.Name] = column.Schema();
        }

        return new JsonObject { ["type"] = "object", ["properties"] = properties };
    }

    private Shape<T> Add(string name, string type, string meaning, Func<T, DateTimeOffset, JsonNode?> value)
    {
        _columns.Add(new Column<T>(name, type, meaning, value));
        return this;
    }

    private static JsonArray? List(string[] texts, int most)
    {
        if (texts.Length == 0)
        {
            return null;
        }

        JsonArray list = [.. texts.Take(most).Select(static text => (JsonNode)JsonValue.Create(SiteText.Of(text)))];
        if (texts.Length > most)
        {
            list.Add((JsonNode)JsonValue.Create($"… and {texts.Length - most} more"));
        }

        return list;
    }
}

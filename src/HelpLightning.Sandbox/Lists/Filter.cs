using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Time;

namespace HelpLightning.Sandbox.Lists;

/// <summary>
/// One condition of a list: <c>key operator value</c>, with the operators that have been seen, <c>= &gt; ~= |=</c>. The
/// whole may stand in double quotes, as the release notes of 14.2 ask for.
/// </summary>
internal sealed class Filter
{
    private static readonly string[] Operators = ["~=", "|=", "=", ">"];

    private static readonly SearchValues<char> OperatorStart = SearchValues.Create("~|=<>!");

    private readonly string _operator;

    private Filter(string key, string column, string @operator, SqlValue value)
    {
        Key = key;
        Column = column;
        _operator = @operator;
        Value = value;
    }

    /// <summary>The name in the API.</summary>
    public string Key { get; }

    public string Column { get; }

    /// <summary>What the condition's parameter is bound to; a list is bound as JSON, so that its SQL is always the same.</summary>
    public SqlValue Value { get; }

    public static Filter Parse(string text, ListableFields fields)
    {
        string inner = text.Length >= 2 && text[0] == '"' && text[^1] == '"' ? text[1..^1] : text;
        int at = inner.AsSpan().IndexOfAny(OperatorStart);
        if (at <= 0)
        {
            throw Malformed();
        }

        string key = inner[..at];
        string @operator = Operators.FirstOrDefault(o => inner.AsSpan(at).StartsWith(o)) ?? throw Malformed();
        string value = inner[(at + @operator.Length)..];
        if (value.StartsWith('='))
        {
            throw Malformed();
        }

        if (!fields.Filters.TryGetValue(key, out FilterField? field))
        {
            throw SandboxException.BadParameter(
                $"Parameter 'filter': unknown key. This list knows: {string.Join(", ", fields.Filters.Keys)}.");
        }

        if (@operator == "~=" && field.Kind != FieldKind.Text)
        {
            throw SandboxException.BadParameter($"Parameter 'filter': {key} has no pattern operator (~=); it is not text.");
        }

        SqlValue bound = @operator == "|="
            ? JsonArray([.. value.Split(',').Select(v => Convert(v, key, field.Kind, isPattern: false))])
            : Convert(value, key, field.Kind, isPattern: @operator == "~=");
        return new Filter(key, field.Column, @operator, bound);
    }

    /// <summary>The condition in SQL, with <see cref="Value"/> as the given parameter.</summary>
    public string Sql(string parameter) => _operator switch
    {
        "~=" => $@"{Column} LIKE {parameter} ESCAPE '\'",
        "|=" => $"{Column} IN (SELECT value FROM json_each({parameter}))",
        _ => $"{Column} {_operator} {parameter}",
    };

    private static string JsonArray(IEnumerable<SqlValue> values)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartArray();
            foreach (SqlValue value in values)
            {
                if (value.Reference is string text)
                {
                    json.WriteStringValue(text);
                }
                else
                {
                    json.WriteNumberValue(value.Number);
                }
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    private static SandboxException Malformed() => SandboxException.BadParameter(
        "Parameter 'filter' is written key=value, key>value, key~=%part% or key|=one,two; the whole may stand in double quotes.");

    private static SqlValue Convert(string value, string key, FieldKind kind, bool isPattern) => kind switch
    {
        FieldKind.Time => VendorTime.TryParse(value, out DateTimeOffset instant)
            ? VendorTime.Format(instant)
            : throw SandboxException.BadParameter($"Parameter 'filter': {key} wants a time such as 2024-05-01T00:00:00Z."),
        FieldKind.Number => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw SandboxException.BadParameter($"Parameter 'filter': {key} wants a whole number."),
        // Only % is a wildcard of the API; SQL's other one must not become one by accident.
        _ => isPattern ? value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal) : value,
    };
}

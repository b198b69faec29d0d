using System.Buffers;
using System.Globalization;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Users;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Sandbox.Lists;

/// <summary>
/// One condition of a list: <c>key operator value</c>, with the operators that have been seen, <c>= &gt; ~= |=</c>. The
/// whole may stand in double quotes, as the release notes of 14.2 ask for.
/// </summary>
internal sealed class Filter
{
    private static readonly string[] Operators = ["~=", "|=", "=", ">"];

    private static readonly SearchValues<char> OperatorStart = SearchValues.Create("~|=<>!");

    private readonly string _column;
    private readonly string _operator;
    private readonly object[] _values;

    private Filter(string column, string @operator, object[] values)
    {
        _column = column;
        _operator = @operator;
        _values = values;
    }

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

        if (!fields.Filters.TryGetValue(key, out FieldKind kind))
        {
            throw SandboxException.BadParameter($"Parameter 'filter': unknown key. This list knows: {string.Join(", ", fields.Filters.Keys)}.");
        }

        if (@operator == "~=" && kind != FieldKind.Text)
        {
            throw SandboxException.BadParameter($"Parameter 'filter': {key} has no pattern operator (~=); it is not text.");
        }

        string[] values = @operator == "|=" ? value.Split(',') : [value];
        return new Filter(key, @operator, [.. values.Select(v => Convert(v, key, kind, isPattern: @operator == "~="))]);
    }

    /// <summary>The condition in SQL; its values become parameters of the command.</summary>
    public string ToSql(SqliteCommand command)
    {
        string[] names = new string[_values.Length];
        for (int i = 0; i < _values.Length; i++)
        {
            names[i] = string.Create(CultureInfo.InvariantCulture, $"$filter{i}");
            command.Parameters.AddWithValue(names[i], _values[i]);
        }

        return _operator switch
        {
            "~=" => $@"{_column} LIKE {names[0]} ESCAPE '\'",
            "|=" => $"{_column} IN ({string.Join(", ", names)})",
            _ => $"{_column} {_operator} {names[0]}",
        };
    }

    private static SandboxException Malformed() => SandboxException.BadParameter(
        "Parameter 'filter' is written key=value, key>value, key~=%part% or key|=one,two; the whole may stand in double quotes.");

    private static object Convert(string value, string key, FieldKind kind, bool isPattern) => kind switch
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

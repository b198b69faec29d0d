using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace HelpLightning.Sandbox.Page.Repeat;

/// <summary>The parts of a request as pieces of C#, for a call of the typed client.</summary>
/// <param name="path">The parts of the path by name.</param>
/// <param name="query">The query with its <c>?</c>.</param>
/// <param name="body">The JSON body; null for none.</param>
/// <param name="subject">The <c>sub</c> of the token: whom it is for.</param>
/// <param name="originator">The user of a session's or help thread's token; null for none.</param>
/// <param name="site">The site of the sandbox.</param>
internal sealed class CSharpRequest(
    IReadOnlyDictionary<string, string> path, string query, string? body, string subject, long? originator, long site)
{
    private readonly Dictionary<string, StringValues> _query = QueryHelpers.ParseQuery(query);

    /// <summary>Who acts for the site, or for a workspace of it.</summary>
    public string Client => (Id("Partner:") ?? Id("Enterprise:")) is { } id && id != Text(site) ? $"client.AsWorkspace({id})" : "client";

    /// <summary>Who acts for a person; <c>userId</c> where the token does not say which.</summary>
    public string User => $"client.AsUser({Id("User:") ?? (originator is { } id ? Text(id) : "userId")})";

    /// <summary>The help thread that the token is for.</summary>
    public string Thread => $"{User}.HelpThreads.Open({Id("Workbox:") ?? "threadId"})";

    public string SessionId => subject.StartsWith("Session:", StringComparison.Ordinal) ? CSharpText.Quoted(subject[8..]) : "sessionId";

    /// <exception cref="FormatException">It is no number, and the client takes nothing else.</exception>
    public string Number(string name) => Digits(path[name]) ?? throw new FormatException($"{name} is no number.");

    public string Part(string name) => CSharpText.Quoted(path[name]);

    public bool Has(string parameter) => _query.TryGetValue(parameter, out StringValues value) && value.ToString().Length > 0;

    public string Query(string parameter, string otherwise) => Has(parameter) ? CSharpText.Quoted(_query[parameter].ToString()) : otherwise;

    /// <exception cref="FormatException">It is no number, and the client takes nothing else.</exception>
    public string QueryNumber(string parameter, string otherwise) => Has(parameter)
        ? Digits(_query[parameter].ToString()) ?? throw new FormatException($"{parameter} is no number.")
        : otherwise;

    public bool HasField(string name) => Field(name) is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) };

    public string FieldText(string name) =>
        CSharpText.Quoted(Field(name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "");

    public string FieldNumber(string name) => Field(name) is { } value && Number(value) is { } number ? number : "0";

    public bool FieldIs(string name, string value) =>
        Field(name) is { } field && (field.ValueKind == JsonValueKind.String ? field.GetString()! : field.GetRawText()) == value;

    /// <summary>A call that answers a list: its loop, with the filter and the options that the query holds.</summary>
    /// <param name="type">What is listed.</param>
    /// <param name="call">The method with an open bracket, and the arguments before.</param>
    /// <param name="filter">The class of its filter; null for a list that takes none.</param>
    /// <param name="isNamed">Whether the options are not the next argument.</param>
    public string List(string type, string call, string? filter = null, bool isNamed = false)
    {
        List<string> arguments = [];
        if (filter is not null && Has("filter"))
        {
            arguments.Add($"{filter}.Raw({Query("filter", "")})");
        }

        string size = Has("page_size") ? $"PageSize = {QueryNumber("page_size", "")}"
            : Has("limit") ? $"PageSize = {QueryNumber("limit", "")}"
            : "";
        string order = Has("order") ? $"Order = {Query("order", "")}" : "";
        string options = string.Join(", ", new[] { size, order }.Where(o => o.Length > 0));
        if (options.Length > 0)
        {
            arguments.Add($"{(isNamed || (filter is not null && arguments.Count == 0) ? "options: " : "")}new ListOptions {{ {options} }}");
        }

        string separator = call.EndsWith('(') || arguments.Count == 0 ? "" : ", ";
        return $$"""
            await foreach ({{type}} item in {{call}}{{separator}}{{string.Join(", ", arguments)}}))
            {
                Console.WriteLine(item);
            }
            """;
    }

    /// <summary>An initializer of those fields that are there, as <c>{ Name = "Ann" }</c>.</summary>
    public string With(params (string Property, string Field)[] texts) =>
        $"{{ {string.Join(", ", texts.Where(t => HasField(t.Field)).Select(t => $"{t.Property} = {FieldText(t.Field)}"))} }}";

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private string? Id(string kind) => subject.StartsWith(kind, StringComparison.Ordinal) ? Digits(subject[kind.Length..]) : null;

    private static string? Digits(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? Text(number) : null;

    private static string? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.String => double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : null,
        _ => null,
    };

    private JsonElement? Field(string name)
    {
        if (body is null)
        {
            return null;
        }

        using JsonDocument document = JsonDocument.Parse(body);
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(name, out JsonElement value)
            ? value.Clone()
            : null;
    }
}

using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Http;
using HelpLightning.Sandbox.Json;
using HelpLightning.Sandbox.Routing;

namespace HelpLightning.Sandbox.OpenApi;

/// <summary>
/// The description of the API for other languages (OpenAPI 3.1.0). Paths come from the route table, so they cannot lag behind;
/// what the table does not say (schemas, what a parameter means) is written by hand in <c>components.json</c>.
/// </summary>
internal sealed class OpenApiDocument
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonElement _hand;
    private readonly IReadOnlyList<ApiRoute> _routes;

    /// <param name="routes">The table that the sandbox answers by.</param>
    /// <param name="expired">How an expired token is answered: only where that is a text, a 401 has a second form.</param>
    public OpenApiDocument(IReadOnlyList<ApiRoute> routes, ExpiredTokenAnswer expired)
    {
        JsonNode hand = JsonNode.Parse(EmbeddedFile.Read("OpenApi.components.json"))!;
        if (expired == ExpiredTokenAnswer.Unauthorized401Text)
        {
            hand["components"]!["responses"]!["401"]!["content"]!["text/plain"] = hand["expired_as_text"]!.DeepClone();
        }

        using JsonDocument document = JsonDocument.Parse(hand.ToJsonString());
        _hand = document.RootElement.Clone();
        _routes = routes;
    }

    /// <param name="host">Where the API is, without a slash at the end.</param>
    public ReadOnlyMemory<byte> Write(string host)
    {
        ArrayBufferWriter<byte> buffer = new(128 * 1024);
        using (Utf8JsonWriter json = new(buffer, Layout))
        {
            json.WriteStartObject();
            json.WriteString("openapi"u8, "3.1.0"u8);
            Copy(json, "info");
            json.WriteStartArray("servers"u8);
            json.WriteStartObject();
            json.WriteString("url"u8, host);
            json.WriteString("description"u8, "The sandbox that this description comes from"u8);
            json.WriteEndObject();
            foreach (JsonElement server in _hand.GetProperty("servers").EnumerateArray())
            {
                server.WriteTo(json);
            }

            json.WriteEndArray();
            Copy(json, "tags");
            json.WriteStartObject("paths"u8);
            foreach (IGrouping<string, ApiRoute> path in _routes.GroupBy(r => r.Template))
            {
                json.WriteStartObject(path.Key);
                foreach (ApiRoute route in path)
                {
                    WriteOperation(json, route);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
            Copy(json, "components");
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private void WriteOperation(Utf8JsonWriter json, ApiRoute route)
    {
        json.WriteStartObject(route.Method.ToLowerInvariant());
        json.WriteStartArray("tags"u8);
        json.WriteStringValue(route.Group);
        json.WriteEndArray();
        json.WriteString("summary"u8, route.Summary);
        json.WriteString("description"u8, Describe(route.Tokens));
        json.WriteString("operationId"u8, OperationIds.Of(route, _routes));
        json.WriteStartArray("security"u8);
        json.WriteStartObject();
        json.WriteStartArray("ApiKey"u8);
        json.WriteEndArray();
        if (route.Tokens != TokenKinds.None)
        {
            json.WriteStartArray("AuthenticationToken"u8);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndArray();
        WriteParameters(json, route);
        WriteBody(json, route);
        WriteResponses(json, route);
        json.WriteEndObject();
    }

    private static string Describe(TokenKinds tokens) => tokens == TokenKinds.None
        ? "The API key is enough; no token is looked at."
        : $"Takes {Gate.Names(tokens)}.";

    private void WriteParameters(Utf8JsonWriter json, ApiRoute route)
    {
        string[] inPath = [.. route.Template.Split('/').Where(p => p.StartsWith('{')).Select(p => p.Trim('{', '}'))];
        if (inPath.Length + route.Query.Count == 0)
        {
            return;
        }

        json.WriteStartArray("parameters"u8);
        foreach (string name in inPath)
        {
            WriteParameter(json, route, name, "path");
        }

        foreach (string name in route.Query)
        {
            WriteParameter(json, route, name, "query");
        }

        json.WriteEndArray();
    }

    private void WriteParameter(Utf8JsonWriter json, ApiRoute route, string name, string place)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, name);
        json.WriteString("in"u8, place);
        JsonElement said = Said("parameters", route, name);
        bool isNeeded = place == "path" || (said.TryGetProperty("required", out JsonElement required) && required.GetBoolean());
        json.WriteBoolean("required"u8, isNeeded);
        foreach (JsonProperty member in said.EnumerateObject().Where(m => m.Name != "required"))
        {
            member.WriteTo(json);
        }

        json.WriteEndObject();
    }

    private void WriteBody(Utf8JsonWriter json, ApiRoute route)
    {
        if (route.Method is "GET" or "DELETE")
        {
            return;
        }

        json.WriteStartObject("requestBody"u8);
        json.WriteBoolean("required"u8, route.Body.Any(f => f.IsRequired));
        json.WriteStartObject("content"u8);
        json.WriteStartObject("application/json"u8);
        json.WriteStartObject("schema"u8);
        json.WriteString("type"u8, "object"u8);
        if (route.Body.Any(f => f.IsRequired))
        {
            json.WriteStartArray("required"u8);
            foreach (BodyField field in route.Body.Where(f => f.IsRequired))
            {
                json.WriteStringValue(field.Name);
            }

            json.WriteEndArray();
        }

        json.WriteStartObject("properties"u8);
        foreach (BodyField field in route.Body)
        {
            WriteField(json, route, field);
        }

        json.WriteEndObject();
        json.WriteBoolean("additionalProperties"u8, route.TakesAnyField);
        json.WriteEndObject();
        WriteExample(json, route);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteField(Utf8JsonWriter json, ApiRoute route, BodyField field)
    {
        json.WriteStartObject(field.Name);
        JsonElement said = Said("fields", route, field.Name);
        if (!said.TryGetProperty("items", out _) && !said.TryGetProperty("type", out _))
        {
            WriteType(json, field);
        }

        foreach (JsonProperty member in said.EnumerateObject().Where(m => m.Name != "example"))
        {
            member.WriteTo(json);
        }

        json.WriteEndObject();
    }

    /// <summary>A field that is not required may be null.</summary>
    private static void WriteType(Utf8JsonWriter json, BodyField field)
    {
        string[] types = field.Type switch
        {
            BodyFieldType.Text => ["string"],
            BodyFieldType.Number => ["number"],
            BodyFieldType.Boolean => ["boolean"],
            BodyFieldType.NumberOrText => ["number", "string"],
            BodyFieldType.Object => ["object"],
            _ => ["array"],
        };
        json.WriteStartArray("type"u8);
        foreach (string type in field.IsRequired ? types : [.. types, "null"])
        {
            json.WriteStringValue(type);
        }

        json.WriteEndArray();
    }

    private void WriteExample(Utf8JsonWriter json, ApiRoute route)
    {
        json.WriteStartObject("example"u8);
        foreach (BodyField field in route.Body)
        {
            if (Said("fields", route, field.Name).TryGetProperty("example", out JsonElement example))
            {
                json.WritePropertyName(field.Name);
                example.WriteTo(json);
            }
        }

        json.WriteEndObject();
    }

    private void WriteResponses(Utf8JsonWriter json, ApiRoute route)
    {
        json.WriteStartObject("responses"u8);
        json.WriteStartObject(route.Success.ToString(CultureInfo.InvariantCulture));
        if (route.Reply.Length == 0)
        {
            json.WriteString("description"u8, "Done; there is no body"u8);
        }
        else
        {
            JsonElement schema = _hand.GetProperty("components").GetProperty("schemas").GetProperty(route.Reply);
            json.WriteString("description"u8, schema.GetProperty("description").GetString());
            json.WriteStartObject("content"u8);
            json.WriteStartObject("application/json"u8);
            json.WriteStartObject("schema"u8);
            json.WriteString("$ref"u8, $"#/components/schemas/{route.Reply}");
            json.WriteEndObject();
            json.WritePropertyName("example"u8);
            new OpenApiExample(_hand).Write(json, schema);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        foreach (JsonProperty response in _hand.GetProperty("components").GetProperty("responses").EnumerateObject())
        {
            // A route without parameters in its path names nothing that might be missing.
            if (response.Name != "404" || route.Template.Contains('{'))
            {
                json.WriteStartObject(response.Name);
                json.WriteString("$ref"u8, $"#/components/responses/{response.Name}");
                json.WriteEndObject();
            }
        }

        json.WriteEndObject();
    }

    /// <summary>What is written down for this route, or else for the name everywhere.</summary>
    private JsonElement Said(string kind, ApiRoute route, string name)
    {
        JsonElement all = _hand.GetProperty(kind);
        return all.TryGetProperty($"{route.Method} {route.Template} {name}", out JsonElement here) || all.TryGetProperty(name, out here)
            ? here
            : throw new InvalidOperationException(
                $"components.json says nothing about '{name}' in {kind}, which {route.Method} {route.Template} has.");
    }

    private void Copy(Utf8JsonWriter json, string name)
    {
        json.WritePropertyName(name);
        _hand.GetProperty(name).WriteTo(json);
    }
}

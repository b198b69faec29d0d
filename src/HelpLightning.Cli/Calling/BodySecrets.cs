using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HelpLightning.Cli.Calling;

/// <summary>The secrets that a call's JSON body carries, which must not be printed with it.</summary>
internal static class BodySecrets
{
    private static readonly JsonSerializerOptions Layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The body with another text in place of each secret.</summary>
    /// <param name="body">The body; returned as it is when it is no JSON object.</param>
    /// <param name="isSecret">Whether a field of that name is to be replaced.</param>
    /// <param name="replace">From the name and the secret to what stands for it.</param>
    public static string Replace(string body, Predicate<string> isSecret, Func<string, string, string> replace)
    {
        JsonObject? root;
        try
        {
            root = JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return body;
        }

        if (root is null)
        {
            return body;
        }

        foreach (string name in root.Where(p => isSecret(p.Key)).Select(static p => p.Key).ToArray())
        {
            JsonNode? Replaced(JsonNode? item) =>
                item is JsonValue value && value.TryGetValue(out string? secret) ? replace(name, secret) : item?.DeepClone();

            root[name] = root[name] switch
            {
                JsonArray secrets => new JsonArray([.. secrets.Select(Replaced)]),
                { } other => Replaced(other),
                null => null,
            };
        }

        return root.ToJsonString(Layout);
    }
}

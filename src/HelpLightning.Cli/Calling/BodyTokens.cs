using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HelpLightning.Cli.Calling;

/// <summary>The tokens that a call's JSON body carries, which must not be printed with it.</summary>
internal static class BodyTokens
{
    private static readonly JsonSerializerOptions Layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The body with another text in place of each token.</summary>
    /// <param name="body">The body; returned as it is when it is no JSON object.</param>
    /// <param name="replace">From the token to what stands for it.</param>
    public static string Replace(string body, Func<string, string> replace)
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

        foreach (string name in root.Where(static p => IsTokenName(p.Key)).Select(static p => p.Key).ToArray())
        {
            root[name] = root[name] switch
            {
                JsonValue value when value.TryGetValue(out string? token) => replace(token),
                JsonArray tokens => new JsonArray([.. tokens.Select(t =>
                    t is JsonValue v && v.TryGetValue(out string? token) ? (JsonNode)replace(token) : t?.DeepClone())]),
                { } other => other.DeepClone(),
                null => null,
            };
        }

        return root.ToJsonString(Layout);
    }

    public static string Blanked(string token) => $"(token, {token.Length} characters)";

    private static bool IsTokenName(string name) =>
        name.EndsWith("token", StringComparison.Ordinal) || name.EndsWith("tokens", StringComparison.Ordinal);
}

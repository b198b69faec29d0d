using System.Text;
using System.Text.Json;
using HelpLightning.Sandbox.Routing;
using HelpLightning.Shell;
using Microsoft.AspNetCore.Http;

namespace HelpLightning.Sandbox.Page.Repeat;

/// <summary>
/// What somebody would type to send a request again. It names the places of secrets and never holds one: the token is
/// signed anew, the API key comes from the environment, and the secrets of a body were blanked when it came.
/// </summary>
internal static class RepeatText
{
    public static string Curl(SandboxRequestLogEntry entry, string host, bool isPartners)
    {
        StringBuilder text = new("curl");
        if (entry.Method != "GET")
        {
            text.Append(" -X ").Append(PosixWord.Quote(entry.Method));
        }

        text.Append(' ').Append(PosixWord.Quote(host + Target(entry))).Append(" \\\n  -H \"Authorization: ")
            .Append(isPartners ? "$(hl token)" : "$TOKEN")
            .Append("\" \\\n  -H \"x-helplightning-api-key: $HL_API_KEY\"");
        if (HasBody(entry))
        {
            text.Append(" \\\n  -H 'Content-Type: application/json' --data ").Append(PosixWord.Quote(Body(entry)));
        }

        return text.ToString();
    }

    /// <summary>The method of the typed client, or the client's raw call where no method makes such a request.</summary>
    public static string CSharp(SandboxRequestLogEntry entry, IReadOnlyList<ApiRoute> routes, JsonElement claims, long site)
    {
        if (RouteFinder.Find(routes, entry.Method, entry.Path) is { } found)
        {
            CSharpRequest request = new(found.Values, entry.Query, entry.Body, Text(claims, "sub"), Number(claims, "originator"), site);
            if (CSharpCalls.Find($"{found.Route.Method} {found.Route.Template}", request) is { } call)
            {
                return call;
            }
        }

        string body = HasBody(entry)
            ? $",\n    new StringContent({CSharpText.Quoted(Body(entry))}, Encoding.UTF8, \"application/json\")"
            : "";
        return $"""
            HelpLightningResponse response = await client.SendAsync(
                HttpMethod.Parse({CSharpText.Quoted(entry.Method)}), {CSharpText.Quoted(Target(entry))}{body});
            """;
    }

    /// <summary>One word for a POSIX shell, whatever is in it.</summary>
    private static bool HasBody(SandboxRequestLogEntry entry) => entry.Method is "POST" or "PUT" or "PATCH";

    /// <summary>An empty object stands for a body that was not kept: too long, or no JSON.</summary>
    private static string Body(SandboxRequestLogEntry entry) => entry.Body ?? "{}";

    private static string Target(SandboxRequestLogEntry entry) => new PathString(entry.Path).ToUriComponent() + entry.Query;

    private static string Text(JsonElement claims, string name) =>
        claims.ValueKind == JsonValueKind.Object && claims.TryGetProperty(name, out JsonElement value)
            && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";

    private static long? Number(JsonElement claims, string name) =>
        claims.ValueKind == JsonValueKind.Object && claims.TryGetProperty(name, out JsonElement value)
            && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number)
            ? number
            : null;
}

using System.Text;
using Microsoft.AspNetCore.Http;

namespace HelpLightning.Sandbox.Page;

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
            text.Append(" -X ").Append(Shell(entry.Method));
        }

        text.Append(' ').Append(Shell(host + Target(entry))).Append(" \\\n  -H \"Authorization: ").Append(isPartners ? "$(hl token)" : "$TOKEN")
            .Append("\" \\\n  -H \"x-helplightning-api-key: $HL_API_KEY\"");
        if (HasBody(entry))
        {
            text.Append(" \\\n  -H 'Content-Type: application/json' --data ").Append(Shell(Body(entry)));
        }

        return text.ToString();
    }

    public static string CSharp(SandboxRequestLogEntry entry, string host, long site)
    {
        string body = HasBody(entry) ? $",\n    new StringContent({Quoted(Body(entry))}, Encoding.UTF8, \"application/json\")" : "";
        return $$"""
            using HelpLightningClient client = HelpLightningClient.Create(new HelpLightningOptions
            {
                BaseUrl = {{Quoted(host)}},
                SiteId = {{site.ToString(System.Globalization.CultureInfo.InvariantCulture)}},
                ApiKey = Environment.GetEnvironmentVariable("HL_API_KEY"),
                PartnerKeyFile = "HelpLightningKey.pem",
            });
            HelpLightningResponse response = await client.SendAsync(
                HttpMethod.Parse({{Quoted(entry.Method)}}), {{Quoted(Target(entry))}}{{body}});
            """;
    }

    private static bool HasBody(SandboxRequestLogEntry entry) => entry.Method is "POST" or "PUT" or "PATCH";

    /// <summary>An empty object stands for a body that was not kept: too long, or no JSON.</summary>
    private static string Body(SandboxRequestLogEntry entry) => entry.Body ?? "{}";

    private static string Target(SandboxRequestLogEntry entry) => new PathString(entry.Path).ToUriComponent() + entry.Query;

    /// <summary>One word for a POSIX shell, whatever is in it.</summary>
    private static string Shell(string text) => text.All(c => char.IsAsciiLetterOrDigit(c)) && text.Length > 0 ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string Quoted(string text)
    {
        StringBuilder literal = new("\"");
        foreach (char c in text)
        {
            literal.Append(c is '"' or '\\' ? $"\\{c}" : char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString());
        }

        return literal.Append('"').ToString();
    }
}

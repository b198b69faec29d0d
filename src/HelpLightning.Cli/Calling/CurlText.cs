using System.Text;

namespace HelpLightning.Cli.Calling;

/// <summary>
/// A call as a curl command that can be pasted. Secrets are not in it: the shell asks hl for the token and takes the API key
/// from where hl has it.
/// </summary>
/// <param name="tokens">The hl commands that print the token of each exchange.</param>
/// <param name="apiKey">What the shell makes the API key from.</param>
internal sealed class CurlText(string[] tokens, string apiKey)
{
    public string Of(HttpRequestMessage request, byte[]? body, int exchange)
    {
        StringBuilder text = new("curl");
        if (request.Method != HttpMethod.Get)
        {
            text.Append(" -X ").Append(request.Method);
        }

        text.Append(' ').Append(ShellText.Quote(request.RequestUri!.AbsoluteUri));
        string token = exchange < tokens.Length ? $"$({tokens[exchange]})" : "$TOKEN";
        text.Append($" \\\n  -H \"Authorization: {token}\"");
        text.Append($" \\\n  -H \"x-helplightning-api-key: {apiKey}\"");
        if (body is { Length: > 0 })
        {
            text.Append(" \\\n  -H 'Content-Type: application/json'");
            text.Append($" \\\n  --data-raw {ShellText.Quote(Encoding.UTF8.GetString(body))}");
        }

        return exchange < tokens.Length ? text.ToString()
            : $"# TOKEN is the token of what was opened, from the field \"token\" of the answer that opened it\n{text}";
    }
}

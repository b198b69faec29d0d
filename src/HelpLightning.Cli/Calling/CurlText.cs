using System.Globalization;
using System.Text;
using HelpLightning.Secrets;
using HelpLightning.Shell;

namespace HelpLightning.Cli.Calling;

/// <summary>
/// A call as a curl command that can be pasted. Secrets are not in it: the shell asks hl for the tokens and takes the API key
/// from where hl has it.
/// </summary>
/// <param name="tokens">The hl commands that print the token of each exchange.</param>
/// <param name="userToken">From a user id to the hl command that prints the token of that person.</param>
/// <param name="apiKey">What the shell makes the API key from.</param>
internal sealed class CurlText(string[] tokens, Func<long, string> userToken, string apiKey)
{
    public string Of(HttpRequestMessage request, byte[]? body, int exchange)
    {
        StringBuilder text = new("curl");
        if (request.Method != HttpMethod.Get)
        {
            text.Append(" -X ").Append(request.Method);
        }

        text.Append(' ').Append(PosixWord.Quote(request.RequestUri!.AbsoluteUri));
        string token = exchange < tokens.Length ? $"$({tokens[exchange]})" : "$TOKEN";
        text.Append($" \\\n  -H \"Authorization: {token}\"");
        text.Append($" \\\n  -H \"x-helplightning-api-key: {apiKey}\"");
        if (body is { Length: > 0 })
        {
            text.Append(" \\\n  -H 'Content-Type: application/json'");
            text.Append($" \\\n  --data-raw {BodyText(Encoding.UTF8.GetString(body))}");
        }

        return exchange < tokens.Length ? text.ToString()
            : $"# TOKEN is the token of what was opened, from the field \"token\" of the answer that opened it\n{text}";
    }

    /// <summary>In single quotes, which a token interrupts: <c>'{"user_token":"'"$(hl users token 24)"'"}'</c>.</summary>
    private string BodyText(string body)
    {
        List<string> substitutes = [];
        string marked = BodySecrets.Replace(body, SecretNames.IsToken, (_, token) =>
        {
            substitutes.Add(TokenSubject.PersonOf(token) is { } id ? $"$({userToken(id)})" : "$TOKEN");
            return Mark(substitutes.Count);
        });
        string quoted = PosixWord.Quote(marked);
        for (int i = 0; i < substitutes.Count; i++)
        {
            quoted = quoted.Replace(Mark(i + 1), $"'\"{substitutes[i]}\"'", StringComparison.Ordinal);
        }

        return quoted;
    }

    private static string Mark(int number) => string.Create(CultureInfo.InvariantCulture, $"(token-{number})");
}

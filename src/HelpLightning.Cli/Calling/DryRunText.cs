using System.Text;
using HelpLightning.Cli.Terminal;
using HelpLightning.Secrets;

namespace HelpLightning.Cli.Calling;

/// <summary>A call in words, for <c>--dry-run</c>.</summary>
internal static class DryRunText
{
    public static string Of(HttpRequestMessage request, byte[]? body)
    {
        string line = $"Would send: {request.Method} {request.RequestUri!.PathAndQuery}";
        if (body is not { Length: > 0 })
        {
            return line;
        }

        string text = BodySecrets.Replace(Encoding.UTF8.GetString(body), SecretNames.Contain, Blanked);
        return $"{line}\n{JsonText.TryIndent(text) ?? text}";
    }

    private static string Blanked(string name, string secret) =>
        $"({(SecretNames.IsToken(name) ? "token" : "secret")}, {secret.Length} characters)";
}

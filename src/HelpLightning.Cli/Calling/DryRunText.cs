using System.Text;
using System.Text.Json;
using HelpLightning.Cli.Terminal;

namespace HelpLightning.Cli.Calling;

/// <summary>A call in words, for <c>--dry-run</c>.</summary>
internal static class DryRunText
{
    public static string Of(HttpRequestMessage request, byte[]? body)
    {
        string line = $"Would send: {request.Method} {request.RequestUri!.PathAndQuery}";
        return body is { Length: > 0 } ? $"{line}\n{Readable(Encoding.UTF8.GetString(body))}" : line;
    }

    private static string Readable(string body)
    {
        try
        {
            return JsonText.Indent(body);
        }
        catch (JsonException)
        {
            return body;
        }
    }
}

using System.Text.Json;

namespace HelpLightning.Interop.Tests;

/// <summary>What the sandbox answered on a route of its description.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path as the description has it, with braces.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">JSON text.</param>
internal sealed record RealAnswer(string Method, string Path, int Status, string Body)
{
    public string ToJson() =>
        $$"""{"name": {{JsonSerializer.Serialize($"{Method} {Path}")}}, "method": "{{Method}}", "path": {{JsonSerializer.Serialize(Path)}}, "status": {{Status}}, "body": {{Body}}}""";
}

using System.Text.Json;

namespace HelpLightning.Cli.Tests.Downloads;

/// <summary>Calls with files for the shop's sandbox, and folders to save them in.</summary>
internal static class DownloadShop
{
    /// <summary>A finished call with files of these names and sizes.</summary>
    public static Task AddCallAsync(this Workshop shop, string callId, params (string Name, int Size)[] files) => shop.Sandbox.LoadScenarioAsync(
        $$"""
        {"calls": [{"dialer": 1, "receiver": 2, "started_at": "2031-02-28T10:00:00Z", "duration": "5m", "call_id": "{{callId}}", "tags": ["{{callId}}"],
          "files": [{{string.Join(',', files.Select(f => $$"""{"name": {{JsonSerializer.Serialize(f.Name)}}, "size": {{f.Size}}}"""))}}]}]}
        """);

    /// <summary>The shop's, with another address for the API.</summary>
    public static Dictionary<string, string> EnvironmentAt(this Workshop shop, ClosedPort port) => new(shop.Environment) { ["HL_API_URL"] = $"http://{port.Authority}" };

    /// <summary>Files below a folder, by their names relative to it with <c>/</c>; those that begin with a dot as well.</summary>
    public static string[] Files(string folder) => !Directory.Exists(folder) ? [] :
    [
        .. Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];
}

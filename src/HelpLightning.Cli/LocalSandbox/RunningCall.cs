using System.Text.Json;

namespace HelpLightning.Cli.LocalSandbox;

/// <summary>A call that runs in a sandbox.</summary>
/// <param name="Id">Its id.</param>
/// <param name="People">Who is in it, in the order in which the sandbox tells them.</param>
/// <param name="IsNew">Was it begun just now, by this command?</param>
internal sealed record RunningCall(string Id, IReadOnlyList<long> People, bool IsNew)
{
    public static RunningCall Read(JsonElement row) => new(
        row.GetProperty("call_id").GetString()!,
        [.. row.GetProperty("participants").EnumerateArray().Select(static p => p.GetProperty("id").GetInt64())],
        IsNew: false);
}

using System.Text.Json;

namespace HelpLightning.Cli.Tests.Doctor;

/// <summary>A run of <c>hl doctor -o json</c>, check by check.</summary>
internal sealed class DoctorRun
{
    private readonly Dictionary<string, JsonElement> _checks;

    private DoctorRun(HlResult result)
    {
        Result = result;
        _checks = JsonDocument.Parse(result.Output).RootElement.EnumerateArray().ToDictionary(c => c.GetProperty("check").GetString()!);
    }

    public HlResult Result { get; }

    public static async Task<DoctorRun> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] flags) =>
        new(await Hl.RunAsync(environment, "", Arguments(flags)));

    /// <summary>The same by the program, for what a process has once: its proxy and the certificates that it trusts.</summary>
    public static async Task<DoctorRun> OfProgramAsync(IReadOnlyDictionary<string, string> environment, params string[] flags) =>
        new(await HlProgram.RunAsync(environment, "", Arguments(flags)));

    /// <summary>Requires a status, and returns what was found with what to do.</summary>
    public string Require(string check, string status)
    {
        JsonElement found = _checks[check];
        Assert.True(found.GetProperty("status").GetString() == status, $"{check} should be {status}:\n{Result.All}");
        return $"{found.GetProperty("detail").GetString()} | {found.GetProperty("remedy").GetString()}";
    }

    /// <summary>Requires that all others are neither failed nor warned about.</summary>
    public void RequireOthersOk(string check) =>
        Assert.All(_checks.Where(c => c.Key != check), c => Assert.True(c.Value.GetProperty("status").GetString() is "ok" or "skipped", $"{c.Key}:\n{Result.All}"));

    private static string[] Arguments(string[] flags) => ["doctor", "-o", "json", .. flags];
}

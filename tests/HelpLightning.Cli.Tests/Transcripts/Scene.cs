using System.Diagnostics;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox;

namespace HelpLightning.Cli.Tests.Transcripts;

/// <summary>A home folder with a key, a sandbox that knows it, and a shell with hl on its path.</summary>
internal sealed class Scene : IAsyncDisposable
{
    public const string ApiKey = "marked-api-key-7731";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly Lazy<PartnerKey> Key = new(TestKey.Read);

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("hl-scene-");
    private readonly Dictionary<string, string> _variables = [];
    private readonly HelpLightningSandbox _sandbox;

    private readonly bool _byProgram;
    private bool _nextIsByProgram;

    private Scene(HelpLightningSandbox sandbox, bool byProgram)
    {
        _sandbox = sandbox;
        _byProgram = byProgram;
        Key.Value.WritePemFile(Path.Combine(Home, "k.pem"));
        _variables["HL_API_URL"] = Address;
        _variables["HL_API_KEY"] = ApiKey;
        _variables["HL_SITE_ID"] = "54344";
        _variables["HL_PARTNER_KEY_FILE"] = "k.pem";
    }

    public string Home => _home.FullName;

    public string Address => _sandbox.BaseAddress.ToString().TrimEnd('/');

    /// <param name="byProgram">Is every command run by the built program?</param>
    public static async Task<Scene> OpenAsync(bool byProgram = false)
    {
        HelpLightningSandboxOptions options = new()
        {
            PartnerPublicKeys = [Key.Value.PublicKey],
            ApiKey = ApiKey,
            SeedDate = Workshop.SeedDate,
        };
        return new Scene(await HelpLightningSandbox.StartAsync(options), byProgram);
    }

    public async ValueTask DisposeAsync()
    {
        await _sandbox.DisposeAsync();
        _home.Delete(recursive: true);
    }

    /// <summary>Does what a line beginning with <c>@</c> says.</summary>
    public async Task PrepareAsync(string text)
    {
        string[] words = text.Split(' ', 2);
        switch (words[0])
        {
            case "fault":
                _sandbox.Faults.Add(words[1]);
                break;
            case "program":
                _nextIsByProgram = true;
                break;
            case "inbox":
                await SampleInbox.MakeAsync(Path.Combine(Home, words[1]));
                break;
            case "no-faults":
                _sandbox.Faults.Clear();
                break;
            case "scenario":
                await _sandbox.LoadScenarioAsync(words[1]);
                break;
            case "unset":
                foreach (string name in words[1].Split(' '))
                {
                    _variables.Remove(name);
                }

                break;
            case "let":
                string[] assignment = words[1].Split('=', 2);
                _variables[assignment[0].Trim()] = (await RunAsync(assignment[1].Trim())).Require(0).Output.Trim();
                break;
            default:
                throw new InvalidOperationException($"A transcript says '@ {text}', which nobody understands.");
        }
    }

    /// <summary>Runs what is typed: hl alone in this process, unless the program is wanted, and whatever needs a shell in one.</summary>
    public async Task<HlResult> RunAsync(string command)
    {
        Dictionary<string, string> environment = new(_variables) { ["HOME"] = Home, ["LANG"] = "C.UTF-8" };
        bool byProgram = _byProgram || _nextIsByProgram;
        _nextIsByProgram = false;
        if (byProgram || HlLine.TryRead(command, environment) is not { } line)
        {
            return await BashAsync(command);
        }

        using TestHost host = new(line.Environment) { Folder = Home };
        return await Hl.RunAsync(host, line.Arguments);
    }

    private async Task<HlResult> BashAsync(string command)
    {
        ProcessStartInfo start = new ProcessStartInfo("bash", ["-o", "pipefail", "-c", command])
        {
            WorkingDirectory = Home,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }.InNeutralSurroundings().With(_variables);
        start.Environment["HOME"] = Home;
        using Process process = Process.Start(start)!;
        using CancellationTokenSource timeout = new(Patience);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(timeout.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(timeout.Token);
        await process.WaitForExitAsync(timeout.Token);
        return new HlResult(process.ExitCode, await output, await error);
    }
}

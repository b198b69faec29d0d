using System.Diagnostics;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox;

namespace HelpLightning.Cli.Tests.Transcripts;

/// <summary>A home folder with a key, a sandbox that knows it, and a shell with hl on its path.</summary>
internal sealed class Scene : IAsyncDisposable
{
    public const string ApiKey = "marked-api-key-7731";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly Lazy<PartnerKey> Key = new(static () => PartnerKey.Create());

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("hl-scene-");
    private readonly Dictionary<string, string> _variables = [];
    private readonly HelpLightningSandbox _sandbox;

    private Scene(HelpLightningSandbox sandbox)
    {
        _sandbox = sandbox;
        Key.Value.WritePemFile(Path.Combine(Home, "k.pem"));
        _variables["HL_API_URL"] = Address;
        _variables["HL_API_KEY"] = ApiKey;
        _variables["HL_SITE_ID"] = "54344";
        _variables["HL_PARTNER_KEY_FILE"] = "k.pem";
    }

    public string Home => _home.FullName;

    public string Address => _sandbox.BaseAddress.ToString().TrimEnd('/');

    public static async Task<Scene> OpenAsync() =>
        new(await HelpLightningSandbox.StartAsync(new HelpLightningSandboxOptions { PartnerPublicKeys = [Key.Value.PublicKey], ApiKey = ApiKey, SeedDate = Workshop.SeedDate }));

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

    public async Task<HlResult> RunAsync(string command)
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

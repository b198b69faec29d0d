using System.ComponentModel;
using System.Diagnostics;

namespace HelpLightning.Cli.Tests;

/// <summary>Real shells that load our completion script and are asked what can follow.</summary>
internal static class Shell
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private const string PowerShell = "pwsh";

    /// <summary>Each loads our script and completes $LINE.</summary>
    private static readonly Dictionary<string, string> Scripts = new()
    {
        ["bash"] = """
            source <(hl completion bash)
            read -ra COMP_WORDS <<< "$LINE"
            [[ $LINE == *' ' ]] && COMP_WORDS+=('')
            COMP_LINE=$LINE COMP_POINT=${#LINE} COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
            _hl
            printf '%s\n' "${COMPREPLY[@]}"
            """,
        ["zsh"] = """
            source <(hl completion zsh) 2>/dev/null
            compadd() { print -l -- $found }
            words=(hl) BUFFER=$LINE CURSOR=${#LINE}
            _hl
            """,
        ["fish"] = "hl completion fish | source; complete -C \"$LINE\"",
        [PowerShell] = """
            hl completion powershell | Out-String | Invoke-Expression
            $found = TabExpansion2 -inputScript $env:LINE -cursorColumn $env:LINE.Length
            $found.CompletionMatches | ForEach-Object { $env:LINE.Substring(0, $found.ReplacementIndex) + $_.CompletionText }
            """,
    };

    public static Task RequireAsync(string shell) => RequireAsync(shell, "-c", "exit 0");

    /// <summary>Skips the test when a program is not installed; fails it where everything should be.</summary>
    public static async Task RequireAsync(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            await process.WaitForExitAsync();
        }
        catch (Win32Exception)
        {
            string missing = $"{program} is not installed here, or not on the path: install it to run this test (see .ci/run).";
            if (Environment.GetEnvironmentVariable("CI") == "true")
            {
                Assert.Fail(missing);
            }

            Assert.Skip(missing);
        }
    }

    /// <summary>Runs a script that must succeed.</summary>
    public static async Task RunAsync(string script)
    {
        using Process process = Process.Start(new ProcessStartInfo("bash", ["-o", "pipefail", "-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{script}: {output}{await error}");
    }

    /// <summary>Runs a script in which <c>hl</c> is the program under test, whatever becomes of it.</summary>
    public static async Task<(string Output, string Error)> BashAsync(string script, IReadOnlyDictionary<string, string> environment)
    {
        HlResult result = await BashAsync(script, environment, Environment.CurrentDirectory);
        return (result.Output, result.Error);
    }

    /// <summary>The same in a folder.</summary>
    public static async Task<HlResult> BashAsync(string script, IReadOnlyDictionary<string, string> environment, string folder)
    {
        ProcessStartInfo start = new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder }
            .InNeutralSurroundings().With(environment);
        using CancellationTokenSource limit = new(Patience);
        using Process bash = Process.Start(start)!;
        Task<string> error = bash.StandardError.ReadToEndAsync(limit.Token);
        string output = await bash.StandardOutput.ReadToEndAsync(limit.Token);
        await bash.WaitForExitAsync(limit.Token);
        return new HlResult(bash.ExitCode, output, await error);
    }

    public static Task<string> CompleteAsync(string shell, string line, IReadOnlyDictionary<string, string>? environment = null) =>
        RunAsync(shell, Scripts[shell], line, environment ?? new Dictionary<string, string>());

    /// <summary>What a script of this shell prints, errors among it.</summary>
    public static Task<string> RunAsync(string shell, string script) => RunAsync(shell, script, "", new Dictionary<string, string>());

    /// <summary>What comes before the script: without what the user of the machine has set up.</summary>
    private static string[] Arguments(string shell) => shell switch
    {
        "zsh" => ["-fc"],
        PowerShell => ["-NoProfile", "-NonInteractive", "-Command"],
        _ => ["-c"],
    };

    private static async Task<string> RunAsync(string shell, string script, string line, IReadOnlyDictionary<string, string> environment)
    {
        ProcessStartInfo start = new ProcessStartInfo(shell, [.. Arguments(shell), script]) { RedirectStandardOutput = true, RedirectStandardError = true }
            .InNeutralSurroundings().With(environment);
        start.Environment["LINE"] = line;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output + await error;
    }
}

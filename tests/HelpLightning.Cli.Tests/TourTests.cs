using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace HelpLightning.Cli.Tests;

/// <summary>
/// The sessions in the docs tell the truth: their commands are run in order, and what they print is what stands there. Run with
/// UPDATE_DOCS=1 to write the outputs anew.
/// </summary>
public sealed partial class TourTests : IAsyncDisposable
{
    private const string Port = "8025";
    private const string LastOfGreeting = "Calls, webhooks";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("hl-tour-");
    private Process? _sandbox;
    private string _port = Port;

    /// <summary>The tour, and what to do on the day that a key leaks.</summary>
    [Theory]
    [InlineData("tour.md")]
    [InlineData("security.md")]
    public async Task The_sessions_in_the_docs_are_what_hl_prints(string page)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The sessions are of a Unix shell.");
        await Shell.RequireAsync("bash");
        await Shell.RequireAsync("jq", "--version");
        string file = Path.Combine(RepositoryFolder.Root, "docs", page);
        string told = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        string run = await RunAsync(told);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(file, run, TestContext.Current.CancellationToken);
        }

        Assert.Equal(run, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        if (_sandbox is { } sandbox)
        {
            sandbox.Kill();
            await sandbox.WaitForExitAsync();
            sandbox.Dispose();
        }

        _home.Delete(recursive: true);
    }

    /// <summary>The page with the outputs of today after its commands.</summary>
    private async Task<string> RunAsync(string page)
    {
        StringBuilder text = new();
        bool isSession = false;
        foreach (string line in page.TrimEnd('\n').Split('\n'))
        {
            bool isFence = line.StartsWith("```", StringComparison.Ordinal);
            isSession = isFence ? line == "```console" : isSession;
            if (!isSession || isFence)
            {
                text.Append(line).Append('\n');
            }
            else if (line.StartsWith("$ ", StringComparison.Ordinal))
            {
                text.Append(line).Append('\n').Append(Stable(await PrintedByAsync(line[2..])));
            }
        }

        return text.ToString();
    }

    private Task<string> PrintedByAsync(string command) => command.StartsWith("hl sandbox --", StringComparison.Ordinal)
        ? StartSandboxAsync(command)
        : BashAsync(command.Replace($":{Port}", $":{_port}", StringComparison.Ordinal));

    /// <summary>What it says until it is ready. A free port is taken, and shown as the usual one.</summary>
    private async Task<string> StartSandboxAsync(string command)
    {
        using CancellationTokenSource limit = new(Patience);
        _sandbox = Bash($"exec {command} --listen 127.0.0.1:0 2>&1");
        StringBuilder said = new();
        string? line = null;
        while (line?.StartsWith(LastOfGreeting, StringComparison.Ordinal) != true && (line = await _sandbox.StandardOutput.ReadLineAsync(limit.Token)) is not null)
        {
            _port = said.Length == 0 ? new Uri(line).Port.ToString(System.Globalization.CultureInfo.InvariantCulture) : _port;
            said.Append(line).Append('\n');
        }

        // A pipe that nobody empties would stop it.
        _ = _sandbox.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        return said.ToString();
    }

    private async Task<string> BashAsync(string command)
    {
        using CancellationTokenSource limit = new(Patience);
        using Process bash = Bash($"{{ {command}\n}} 2>&1");
        string output = await bash.StandardOutput.ReadToEndAsync(limit.Token);
        await bash.WaitForExitAsync(limit.Token);
        return output.Length == 0 || output.EndsWith('\n') ? output : output + "\n";
    }

    private Process Bash(string script)
    {
        ProcessStartInfo start = new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true, WorkingDirectory = _home.FullName }.InNeutralSurroundings();
        start.Environment["HOME"] = _home.FullName;
        return Process.Start(start)!;
    }

    private string Stable(string output)
    {
        output = output.Replace("\r", "", StringComparison.Ordinal).Replace(_home.FullName, "/home/ann", StringComparison.Ordinal).Replace($":{_port}", $":{Port}", StringComparison.Ordinal).Replace($"port {_port}", $"port {Port}", StringComparison.Ordinal);
        output = Stamp().Replace(output, "_(time)");
        output = OldKey().Replace(output, ".old-(8 hex digits)");
        output = KeyText().Replace(output, "-----BEGIN PUBLIC KEY-----\n(the public half)\n-----END PUBLIC KEY-----");
        return ShortThumbprint().Replace(Thumbprint().Replace(output, "(64 hex digits)"), "thumbprint (16 hex digits)…");
    }

    [GeneratedRegex(@"\b[0-9a-f]{64}\b")]
    private static partial Regex Thumbprint();

    [GeneratedRegex(@"\.old-[0-9a-f]{8}\b")]
    private static partial Regex OldKey();

    [GeneratedRegex("-----BEGIN PUBLIC KEY-----\n[^-]+\n-----END PUBLIC KEY-----")]
    private static partial Regex KeyText();

    [GeneratedRegex(@"_\d{8}T\d{6}Z")]
    private static partial Regex Stamp();

    [GeneratedRegex("thumbprint [0-9a-f]{16}…")]
    private static partial Regex ShortThumbprint();
}

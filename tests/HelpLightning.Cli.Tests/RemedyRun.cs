using System.Diagnostics;
using System.Text.RegularExpressions;

namespace HelpLightning.Cli.Tests;

/// <summary>A folder in which remedies are typed as hl prints them, and what was there before must be there afterwards.</summary>
internal sealed partial class RemedyRun : IDisposable
{
    public const string Passphrase = "correct-horse";

    /// <summary>Runs a command on a terminal of its own and answers each question for a passphrase.</summary>
    private const string OnTerminal = """
        import os, pty, re, sys, time
        pid, terminal = pty.fork()
        if pid == 0:
            os.execvp("sh", ["sh", "-c", sys.argv[1]])
        shown = b""
        while True:
            try:
                data = os.read(terminal, 4096)
            except OSError:
                break
            if not data:
                break
            shown += data
            if re.search(rb"(?i)(pass ?phrase|password)[^\n]*: *$", shown[-200:]):
                shown += b"\n"
                time.sleep(0.1)
                os.write(terminal, sys.argv[2].encode() + b"\n")
        sys.stdout.buffer.write(shown)
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Debian's Python before a version manager's, which is slow to start.</summary>
    public static string Python => File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hl-remedy-");

    public RemedyRun()
    {
        // GnuPG asks on the terminal instead of starting a program of its own that asks.
        Directory.CreateDirectory(GnuPgHome);
        File.WriteAllText(Path.Combine(GnuPgHome, "gpg.conf"), "pinentry-mode loopback\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(GnuPgHome, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public Dictionary<string, string> Environment { get; } = [];

    public string Folder => Path.Combine(_folder.FullName, "work");

    private string GnuPgHome => Path.Combine(_folder.FullName, "gnupg");

    private string PassphraseFile => Path.Combine(_folder.FullName, "passphrase.txt");

    public static byte[] KeyBytes(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "keys", name));

    public string PathTo(string name) => Path.Combine(Folder, name);

    public void Put(string name, byte[] content)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllBytes(PathTo(name), content);
    }

    /// <summary>The command at the end of an error or a warning of hl; null when it names none.</summary>
    public static string? CommandIn(string said) => Command().Match(said) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>Types a command in the folder and requires that it succeeds and changes nothing that was there.</summary>
    /// <returns>The files that it made, by name.</returns>
    public async Task<string[]> TypeAsync(string command)
    {
        Dictionary<string, byte[]> before = Snapshot();
        (int exitCode, string output, string error) = await RunAsync(Python, "-c", OnTerminal, command, Passphrase);
        Assert.True(exitCode == 0, $"{command}\nexit code {exitCode}\n{output}{error}");
        Dictionary<string, byte[]> after = Snapshot();
        Assert.All(before, file => Assert.True(
            after.TryGetValue(file.Key, out byte[]? now) && now.AsSpan().SequenceEqual(file.Value), $"{command}\nchanged {file.Key}"));
        return [.. after.Keys.Except(before.Keys)];
    }

    /// <summary>The program itself in the folder, because it names files there as they were typed.</summary>
    public async Task<HlResult> HlAsync(string input, params string[] arguments)
    {
        Directory.CreateDirectory(Folder);
        (int exitCode, string output, string error) = await RunWithAsync(input, HlProgram.Path, arguments);
        return new HlResult(exitCode, output, error);
    }

    /// <summary>The thumbprint of a key that hl accepts, with the passphrase that everything here has.</summary>
    public async Task<string> ThumbprintAsync(string file)
    {
        await File.WriteAllTextAsync(PassphraseFile, Passphrase + "\n");
        HlResult inspected = await Hl.RunAsync("key", "inspect", "--key-file", PathTo(file), "--passphrase-file", PassphraseFile);
        inspected.Require(0);
        Assert.Empty(inspected.Error);
        return Thumbprint().Match(inspected.Output).Groups[1].Value;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Dictionary<string, byte[]> Snapshot() =>
        Directory.EnumerateFiles(Folder).ToDictionary(static path => Path.GetFileName(path), static path => File.ReadAllBytes(path));

    private Task<(int ExitCode, string Output, string Error)> RunAsync(string program, params string[] arguments) => RunWithAsync("", program, arguments);

    private async Task<(int ExitCode, string Output, string Error)> RunWithAsync(string input, string program, params string[] arguments)
    {
        ProcessStartInfo start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }.InNeutralSurroundings().With(Environment);
        start.Environment["GNUPGHOME"] = GnuPgHome;
        start.Environment["XDG_CONFIG_HOME"] = Surroundings.NoProfiles;
        using CancellationTokenSource limit = new(Patience);
        using Process process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        return (process.ExitCode, await output, await error);
    }

    [GeneratedRegex(@": ((?:openssl|puttygen|install|keytool|\(umask|printf|cat|hl|ls|chmod|mkdir) .*)$", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex("Thumbprint +([0-9a-f]{64})")]
    private static partial Regex Thumbprint();
}

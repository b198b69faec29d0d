using System.Collections.Concurrent;
using System.Diagnostics;

namespace HelpLightning.Interop.Tests;

/// <summary>Another implementation, run as a process.</summary>
internal static class Peer
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Whether a probe succeeded: asked once, not by each test.</summary>
    private static readonly ConcurrentDictionary<string, Lazy<Task<bool>>> Probes = new(StringComparer.Ordinal);

    /// <summary>Debian's Python, which has Debian's python3-jwt; a version manager's first on the path has not.</summary>
    public static string Python => File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    private static string ScriptFolder => Path.Combine(AppContext.BaseDirectory, "Peers");

    /// <summary>Where node finds its packages: the node folder of this project's source.</summary>
    public static string NodeFolder
    {
        get
        {
            for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                string candidate = Path.Combine(folder.FullName, "tests", "HelpLightning.Interop.Tests", "node");
                if (Directory.Exists(candidate))
                {
                    return candidate;
                }
            }

            return AppContext.BaseDirectory;
        }
    }

    public static string Script(string name) => Path.Combine(ScriptFolder, name);

    public static Task<PeerResult> RunAsync(string program, params string[] arguments) => RunWithAsync(program, "", null, arguments);

    public static Task<PeerResult> RunWithAsync(string program, string input, string? apiKey, params string[] arguments) =>
        EndAsync(Start(program, apiKey, arguments), input);

    /// <summary>With nothing but its own variables for a peer that is to have no key.</summary>
    public static Task<PeerResult> RunInAsync(string program, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        ProcessStartInfo start = StartInfo(program, arguments);
        foreach (string name in start.Environment.Keys.Where(static n => n.StartsWith("HL_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return EndAsync(Process.Start(start)!, "");
    }

    private static async Task<PeerResult> EndAsync(Process started, string input)
    {
        using CancellationTokenSource timeout = new(Patience);
        using Process process = started;
        await process.StandardInput.WriteAsync(input.AsMemory(), timeout.Token);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(timeout.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(timeout.Token);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        finally
        {
            // One that takes too long must not stay, and neither must what it has started.
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        return new PeerResult(process.ExitCode, (await output).TrimEnd(), await error);
    }

    /// <summary>For a peer that is talked with while it runs.</summary>
    public static Process Start(string program, string? apiKey, params string[] arguments)
    {
        ProcessStartInfo start = StartInfo(program, arguments);
        start.Environment["PEERS_NODE_FOLDER"] = NodeFolder;
        start.Environment["HL_API_KEY"] = apiKey ?? "";
        return Process.Start(start)!;
    }

    /// <summary>Skips the test when the peer is missing on a developer's machine; fails it in CI, which installs it.</summary>
    public static async Task RequireAsync(string program, params string[] probe)
    {
        string command = $"{program} {string.Join(' ', probe)}";
        if (await Probes.GetOrAdd(command, new Lazy<Task<bool>>(() => RunsAsync(program, probe))).Value)
        {
            return;
        }

        string missing = $"{command} does not run here: install it to run this test (see .ci/run).";
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(missing);
        }

        Assert.Skip(missing);
    }

    public static Task RequirePyJwtAsync() => RequireAsync(Python, "-c", "import jwt, cryptography");

    public static Task RequireRequestsAsync() => RequireAsync(Python, "-c", "import jwt, cryptography, requests");

    public static Task RequireOpenSslAsync() => RequireAsync("openssl", "version");

    public static Task RequireJoseAsync() => RequireNodePackageAsync("jose");

    public static Task RequireNodePackageAsync(string package) =>
        RequireAsync("node", "-e", $"require('node:module').createRequire(process.env.PEERS_NODE_FOLDER + '/')('{package}')");

    private static ProcessStartInfo StartInfo(string program, string[] arguments) => new(program, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    private static async Task<bool> RunsAsync(string program, string[] probe)
    {
        try
        {
            return (await RunAsync(program, probe)).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

using System.ComponentModel;
using System.Diagnostics;
using HelpLightning.Shell;

namespace HelpLightning.Cli.Doctor.Checks;

/// <summary>Could the key's file be committed? Git itself is asked, because its rules of what is ignored are many.</summary>
internal sealed class KeyRepositoryCheck() : Check(CheckNames.KeyRepository, CheckNames.Key)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public override async Task<CheckResult> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        if (examination.Keys.Locate(examination.Parsed) is not { IsFile: true, Path: { } path })
        {
            return Skipped("the key is not in a file");
        }

        string file = examination.Host.FullPathTo(path);
        string folder = Path.GetDirectoryName(file)!;
        if (RepositoryAround(folder) is not { } repository)
        {
            return Ok("the key's file is in no repository");
        }

        int tracked, ignored;
        try
        {
            tracked = await GitAsync(folder, ["ls-files", "--error-unmatch", "--", file], cancellationToken);
            ignored = tracked == 0 ? 1 : await GitAsync(folder, ["check-ignore", "--quiet", "--", file], cancellationToken);
        }
        catch (Win32Exception)
        {
            return Warning($"the key's file is inside the repository {repository}, and there is no git to ask whether it is ignored",
                "Move the key out of it.");
        }

        return (tracked, ignored) switch
        {
            (0, _) => Warning($"the key's file is committed in the repository {repository}",
                "Whoever can read the repository can sign tokens: make a new pair, upload its public half, "
                + "and remove this file (git rm --cached)."),
            (_, 0) => Ok($"the repository {repository} ignores the key's file"),
            (_, 1) => Warning(
                $"the key's file is inside the repository {repository}, which does not ignore it",
                $"Move it out, or: {ShellLine.Append(Path.GetFileName(file), Path.Combine(folder, ".gitignore"))}"),
            _ => Warning($"the key's file is inside {repository}, and git cannot tell whether it is ignored", "Move the key out of it."),
        };
    }

    /// <summary>The nearest folder with a .git: a folder, or a file in a linked work tree.</summary>
    private static string? RepositoryAround(string folder)
    {
        for (string? at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            if (Path.Exists(Path.Combine(at, ".git")))
            {
                return at;
            }
        }

        return null;
    }

    private static async Task<int> GitAsync(string folder, string[] arguments, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new("git", ["-C", folder, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process git = Process.Start(start)!;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            Task<string> output = git.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> error = git.StandardError.ReadToEndAsync(limit.Token);
            await Task.WhenAll(output, error, git.WaitForExitAsync(limit.Token));
            return git.ExitCode;
        }
        catch (OperationCanceledException)
        {
            git.Kill();
            cancellationToken.ThrowIfCancellationRequested();
            return -1;
        }
    }
}

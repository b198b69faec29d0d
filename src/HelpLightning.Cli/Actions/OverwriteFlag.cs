using System.CommandLine;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Files;

namespace HelpLightning.Cli.Actions;

/// <summary><c>--overwrite</c>: a file that is there already is replaced only with it.</summary>
internal sealed class OverwriteFlag
{
    public Option<bool> Option { get; } = new("--overwrite") { Description = "Replace FILE when it is there already" };

    public bool IsGiven(ParseResult parsed) => parsed.GetValue(Option);

    /// <summary>Said before anything is asked for; who writes the file says the same, but knows no flags.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="host">Where the file is.</param>
    /// <param name="path">The file; null for standard output.</param>
    public void RequireNew(ParseResult parsed, Host host, string? path)
    {
        if (path is not null && !IsGiven(parsed) && FileTarget.Find(host.PathTo(path)).Status.Kind == FileKind.Regular)
        {
            throw CommandException.Usage($"'{path}' is there already. Add {Option.Name}, or name another file.");
        }
    }
}

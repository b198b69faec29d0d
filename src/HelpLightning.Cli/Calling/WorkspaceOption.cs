using System.CommandLine;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Settings;

namespace HelpLightning.Cli.Calling;

/// <summary><c>--workspace</c>: the workspace of the site that is meant.</summary>
internal static class WorkspaceOption
{
    public static ConnectionOption<long?> Create() => new("--workspace")
    {
        HelpName = "ID",
        Description = "Inside this workspace of the site",
    };

    /// <returns>Null for the site itself.</returns>
    public static long? Read(ParseResult parsed, Option<long?> option) => parsed.GetValue(option) is not { } id ? null
        : id > 0 ? id
        : throw CommandException.Usage($"{option.Name} wants a positive whole number, as hl workspaces list shows it.");
}

using System.CommandLine;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Help;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Syntax;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl man</c>: the manual page, made from the commands themselves, so that it never goes stale.</summary>
internal static class ManCommand
{
    public const string Name = "man";

    public static Command Build(Host host)
    {
        HlCommand command = new(Name, "Print the manual page of hl, in the form that man reads",
            "hl man | man -l -",
            "hl man > ~/.local/share/man/man1/hl.1");
        command.SetAction(parsed =>
        {
            host.Screen.Out.Write(ManualPage.Of((RootCommand)parsed.RootCommandResult.Command));
            return ExitCode.Done;
        });
        return command;
    }
}

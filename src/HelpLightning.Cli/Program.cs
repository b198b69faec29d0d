using System.CommandLine;
using System.CommandLine.Invocation;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Commands;
using HelpLightning.Cli.Terminal;

namespace HelpLightning.Cli;

/// <summary><c>hl</c>: Help Lightning at a prompt.</summary>
internal static class Program
{
    /// <summary>Ctrl-C must end a command that waits for its standard input, and a busy machine must have time to say so.</summary>
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(5);

    /// <summary>Commands that have files to put away.</summary>
    private static readonly TimeSpan TimeToTidyUp = TimeSpan.FromSeconds(15);

    public static async Task<int> Main(string[] args)
    {
        Screen screen = new();
        RootCommand root = CommandTree.Build(screen, args.FirstOrDefault());
        ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        try
        {
            return parsed.Action is ParseErrorAction
                ? UsageError.Report(parsed, screen)
                : await parsed.InvokeAsync(new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    Output = screen.Out,
                    Error = screen.Error,
                    ProcessTerminationTimeout = CommandPath.Of(parsed.CommandResult.Command) switch
                    {
                        "hl sandbox" => SandboxCommand.TimeToStop,
                        "hl export" or "hl reports calls" or "hl calls download" => TimeToTidyUp,
                        _ => TimeToStop,
                    },
                });
        }
        catch (Exception e)
        {
            return Failure.Report(e, ConnectionFlags.IsVerbose(parsed), screen);
        }
    }
}

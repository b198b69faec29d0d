using System.CommandLine;
using System.CommandLine.Invocation;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Reporting;
using HelpLightning.Cli.Syntax;

namespace HelpLightning.Cli;

/// <summary>
/// hl from its arguments to its exit code, on any <see cref="Host"/>. What concerns the whole process is <see cref="Program"/>'s.
/// </summary>
internal static class Application
{
    /// <param name="host">The machine it runs on.</param>
    /// <param name="args">What was typed after <c>hl</c>.</param>
    /// <param name="handlesSignals">Does Ctrl-C mean this run? True for one that has the process to itself.</param>
    /// <param name="cancellation">Ends it as Ctrl-C does.</param>
    public static async Task<int> RunAsync(Host host, string[] args, bool handlesSignals, CancellationToken cancellation = default)
    {
        args = args switch
        {
            // As it is typed elsewhere: hl help users list, hl version.
            ["help", ..] => [.. args.AsSpan(1), "--help"],
            ["version"] => ["--version"],
            _ => args,
        };

        Command root = CommandTree.Build(host, args.FirstOrDefault());
        ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.CommandResult.Command is { Action: AsynchronousCommandLineAction action } called)
        {
            called.Action = new ReportingAction(action, host.Screen);
        }

        try
        {
            return parsed.Action is ParseErrorAction ? UsageError.Report(parsed, host.Screen)
                : parsed.Action == parsed.CommandResult.Command.Action && EmptyValue.Find(parsed) is { } empty
                    ? UsageError.Report([empty], parsed, host.Screen)
                : await parsed.InvokeAsync(
                    new InvocationConfiguration
                    {
                        EnableDefaultExceptionHandler = false,
                        Output = host.Screen.Out,
                        Error = host.Screen.Error,
                        ProcessTerminationTimeout = handlesSignals ? TimeToStop(parsed.CommandResult.Command) : null,
                    },
                    cancellation);
        }
        catch (Exception e)
        {
            return Failure.Report(e, ConnectionFlags.IsVerbose(parsed), host.Screen);
        }
    }

    private static TimeSpan TimeToStop(Command command) => command is HlCommand own ? own.TimeToStop : HlCommand.UsualTimeToStop;
}

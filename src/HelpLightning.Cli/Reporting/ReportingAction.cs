using System.CommandLine;
using System.CommandLine.Invocation;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Hosting;

namespace HelpLightning.Cli.Reporting;

/// <summary>
/// A command's action that Ctrl-C finds at any moment. The parser waits for the action only once it has been handed its task,
/// so the task is there before anything is done; and the failure is told inside it, before the parser can end the program.
/// </summary>
internal sealed class ReportingAction(AsynchronousCommandLineAction action, Screen screen) : AsynchronousCommandLineAction
{
    public override async Task<int> InvokeAsync(ParseResult parseResult, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        try
        {
            return await action.InvokeAsync(parseResult, cancellationToken);
        }
        catch (Exception e)
        {
            return Failure.Report(e, ConnectionFlags.IsVerbose(parseResult), screen);
        }
    }
}

using System.CommandLine;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Output;
using HelpLightning.Cli.Terminal;
using HelpLightning.Client;

namespace HelpLightning.Cli.Actions;

/// <summary>Makes a command print a list of the API.</summary>
internal static class ListAction
{
    /// <param name="command">Gets the flags of lists, of output and of calls.</param>
    /// <param name="screen">Where it prints.</param>
    /// <param name="shape">What it prints.</param>
    /// <param name="actingAs">Whose token it takes.</param>
    /// <param name="open">From the command line to the list.</param>
    public static HlCommand Attach<T>(
        HlCommand command, Screen screen, RowShape<T> shape, ActingAs actingAs, Func<ParseResult, ApiSession, ListOptions, Selection<T>> open)
    {
        ConnectionFlags connection = new(screen, actingAs);
        ListFlags list = new();
        OutputFlags<T> output = new(screen, shape, connection.Settings);
        list.AddTo(command);
        output.AddTo(command);
        connection.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            ListOptions options = list.Options(parsed);
            using RowPrinter<T> printer = output.Open(parsed);
            using ApiSession session = connection.Open(parsed);
            ListPrinter<T> rows = new(screen, printer, shape.Plural, list.Limit(parsed));
            await rows.PrintAsync(open(parsed, session, options), cancellation);
            return ExitCode.Done;
        });
        return command;
    }
}

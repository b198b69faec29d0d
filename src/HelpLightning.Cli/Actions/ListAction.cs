using System.CommandLine;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Output;
using HelpLightning.Cli.Syntax;
using HelpLightning.Client;

namespace HelpLightning.Cli.Actions;

/// <summary>Makes a command print a list of the API.</summary>
internal static class ListAction
{
    /// <param name="command">Gets the flags of lists, of output and of calls.</param>
    /// <param name="host">Where it prints.</param>
    /// <param name="shape">What it prints.</param>
    /// <param name="actingAs">Whose token it takes.</param>
    /// <param name="open">From the command line to the list.</param>
    /// <param name="hasOrder">Can the API sort the list, and is its page size ours to say?</param>
    /// <param name="countsFromNow">Does a condition count back from now, which only the server knows?</param>
    public static HlCommand Attach<T>(
        HlCommand command,
        Host host,
        RowShape<T> shape,
        ActingAs actingAs,
        Func<ParseResult, ApiSession, ListOptions, Selection<T>> open,
        bool hasOrder = true,
        Func<ParseResult, bool>? countsFromNow = null)
    {
        ConnectionFlags connection = new(host, actingAs);
        ListFlags list = new(shape.UsualOrder, shape.ApiOrder, hasOrder);
        OutputFlags<T> output = new(host, shape, connection.Settings);
        list.AddTo(command);
        output.AddTo(command);
        connection.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            ListOptions options = list.Options(parsed);
            using RowPrinter<T> printer = output.Open(parsed);
            using ApiSession session = connection.Open(parsed);
            if (countsFromNow?.Invoke(parsed) == true && !connection.IsWithheld(parsed))
            {
                await session.AskServerTimeAsync(cancellation);
            }

            ListPrinter<T> rows = new(host, printer, shape.Plural, list.Limit(parsed));
            Selection<T> selection = open(parsed, session, options);
            try
            {
                await rows.PrintAsync(selection, cancellation);
            }
            catch (WithheldCall)
            {
                SayRest(host, selection.Keeps is not null, list.Limit(parsed) is not { } limit || limit > options.PageSize);
                throw;
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void SayRest(Host host, bool checksRows, bool turnsPages)
    {
        string? rest = (checksRows, turnsPages) switch
        {
            (true, true) => "hl asks for the other pages too, and itself leaves out the rows that do not meet the other conditions",
            (true, false) => "hl itself leaves out the rows that do not meet the other conditions, and asks for more pages in their place",
            (false, true) => "hl asks for the other pages too",
            _ => null,
        };
        if (rest is not null)
        {
            WithheldCall.SayRest(host, rest);
        }
    }
}

using System.CommandLine;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Output;
using HelpLightning.Cli.Terminal;

namespace HelpLightning.Cli.Actions;

/// <summary>Makes a command change something and print what came of it. Has <c>--dry-run</c>, and asks first where it must.</summary>
internal static class WriteAction
{
    /// <param name="command">Gets the flags of output, of calls, of dry runs and of confirmation.</param>
    /// <param name="screen">Where it prints.</param>
    /// <param name="shape">What it prints.</param>
    /// <param name="actingAs">Whose token it takes.</param>
    /// <param name="question">What cannot be undone, as a question; null when it can.</param>
    /// <param name="write">Does it.</param>
    public static HlCommand Attach<T>(
        HlCommand command,
        Screen screen,
        RowShape<T> shape,
        ActingAs actingAs,
        Func<ParseResult, string>? question,
        Func<ParseResult, ApiSession, CancellationToken, Task<T>> write)
    {
        ConnectionFlags connection = new(screen, actingAs, writes: true);
        OutputFlags<T> output = new(screen, shape, connection.Settings);
        ConfirmationFlag confirmation = new(screen);
        output.AddTo(command);
        if (question is not null)
        {
            confirmation.AddTo(command);
        }

        connection.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using RowPrinter<T> printer = output.Open(parsed, isOne: true);
            using ApiSession session = connection.Open(parsed);
            if (question is not null && !connection.IsWithheld(parsed))
            {
                confirmation.Require(parsed, question(parsed));
            }

            printer.PrintOnly(await write(parsed, session, cancellation));
            return ExitCode.Done;
        });
        return command;
    }
}

using System.CommandLine;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Output;
using HelpLightning.Cli.Syntax;

namespace HelpLightning.Cli.Actions;

/// <summary>Makes a command change something and print what came of it. Has <c>--dry-run</c>, and asks first where it must.</summary>
internal static class WriteAction
{
    /// <param name="command">Gets the flags of output, of calls, of dry runs and of confirmation.</param>
    /// <param name="host">Where it prints.</param>
    /// <param name="shape">What it prints.</param>
    /// <param name="actingAs">Whose token it takes.</param>
    /// <param name="question">What cannot be undone, as a question; null when it can. An answer of null asks nothing.</param>
    /// <param name="write">Does it.</param>
    /// <param name="problem">What went wrong although the API said yes, which is told after the printing; null for nothing.</param>
    public static HlCommand Attach<T>(
        HlCommand command,
        Host host,
        RowShape<T> shape,
        ActingAs actingAs,
        Func<ParseResult, string?>? question,
        Func<ParseResult, ApiSession, CancellationToken, Task<T>> write,
        Func<T, string?>? problem = null) => AttachAsking(
            command, host, shape, actingAs, asks: question is not null,
            (parsed, session, confirm, cancellation) =>
            {
                if (question?.Invoke(parsed) is { } text)
                {
                    confirm(text);
                }

                return write(parsed, session, cancellation);
            },
            problem);

    /// <summary>
    /// For a question that makes sense only when something was looked up: <paramref name="write"/> asks by itself, before it
    /// changes anything.
    /// </summary>
    public static HlCommand AttachAsking<T>(
        HlCommand command,
        Host host,
        RowShape<T> shape,
        ActingAs actingAs,
        bool asks,
        Func<ParseResult, ApiSession, Action<string>, CancellationToken, Task<T>> write,
        Func<T, string?>? problem = null)
    {
        ConnectionFlags connection = new(host, actingAs, writes: true);
        OutputFlags<T> output = new(host, shape, connection.Settings);
        ConfirmationFlag confirmation = new(host);
        output.AddTo(command);
        if (asks)
        {
            confirmation.AddTo(command);
        }

        connection.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using RowPrinter<T> printer = output.Open(parsed, isOne: true);
            using ApiSession session = connection.Open(parsed);
            T result = await write(parsed, session, Confirm, cancellation);
            printer.PrintOnly(result);
            return problem?.Invoke(result) is { } why ? throw new CommandException(ExitCode.Refused, why) : ExitCode.Done;

            void Confirm(string text)
            {
                if (!connection.IsWithheld(parsed))
                {
                    confirmation.Require(parsed, text);
                }
            }
        });
        return command;
    }
}

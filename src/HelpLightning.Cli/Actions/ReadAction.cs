using System.CommandLine;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Output;
using HelpLightning.Cli.Syntax;

namespace HelpLightning.Cli.Actions;

/// <summary>Makes a command print one thing, or the few that come at once, after a call that changes nothing.</summary>
internal static class ReadAction
{
    public static HlCommand AttachOne<T>(
        HlCommand command, Host host, RowShape<T> shape, ActingAs actingAs,
        Func<ParseResult, ApiSession, CancellationToken, Task<T>> read) =>
        Attach(command, host, shape, actingAs, isOne: true,
            async (parsed, session, cancellation) => [await read(parsed, session, cancellation)]);

    public static HlCommand AttachSome<T>(
        HlCommand command, Host host, RowShape<T> shape, ActingAs actingAs,
        Func<ParseResult, ApiSession, CancellationToken, Task<IReadOnlyList<T>>> read) =>
        Attach(command, host, shape, actingAs, isOne: false, read);

    private static HlCommand Attach<T>(
        HlCommand command, Host host, RowShape<T> shape, ActingAs actingAs, bool isOne,
        Func<ParseResult, ApiSession, CancellationToken, Task<IReadOnlyList<T>>> read)
    {
        ConnectionFlags connection = new(host, actingAs);
        OutputFlags<T> output = new(host, shape, connection.Settings);
        output.AddTo(command);
        connection.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using RowPrinter<T> printer = output.Open(parsed, isOne);
            using ApiSession session = connection.Open(parsed);
            printer.PrintAll(await read(parsed, session, cancellation));
            return ExitCode.Done;
        });
        return command;
    }
}

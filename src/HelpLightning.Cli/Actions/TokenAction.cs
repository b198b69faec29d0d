using System.CommandLine;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Terminal;
using HelpLightning.Client;

namespace HelpLightning.Cli.Actions;

/// <summary>Makes a command print a token that the API issued: alone on its line, so that <c>$(…)</c> takes it.</summary>
internal static class TokenAction
{
    public static HlCommand Attach(
        HlCommand command, Screen screen, ActingAs actingAs, Func<ParseResult, ApiSession, CancellationToken, Task<AccessToken?>> get)
    {
        ConnectionFlags connection = new(screen, actingAs);
        connection.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using ApiSession session = connection.Open(parsed);
            AccessToken token = await get(parsed, session, cancellation)
                ?? throw new CommandException(ExitCode.Refused, "The answer holds no token. Check that the partner key may act for this.");
            screen.Out.WriteLine(token.Reveal());
            return ExitCode.Done;
        });
        return command;
    }
}

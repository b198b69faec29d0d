using System.CommandLine;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Syntax;
using HelpLightning.Client;

namespace HelpLightning.Cli.Actions;

/// <summary>Makes a command print a token that the API issued: alone on its line, so that <c>$(…)</c> takes it.</summary>
internal static class TokenAction
{
    public static HlCommand Attach(
        HlCommand command, Host host, ActingAs actingAs, Func<ParseResult, ApiSession, CancellationToken, Task<AccessToken?>> get)
    {
        ConnectionFlags connection = new(host, actingAs);
        connection.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using ApiSession session = connection.Open(parsed);
            AccessToken token = await get(parsed, session, cancellation)
                ?? throw new CommandException(ExitCode.Refused, "The answer holds no token. Check that the partner key may act for this.");
            host.Screen.Out.WriteLine(token.Reveal());
            return ExitCode.Done;
        });
        return command;
    }
}

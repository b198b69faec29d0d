namespace HelpLightning.Cli.Exit;

/// <summary>Ends a command with a message for the user and an exit code. The message names cause and remedy.</summary>
internal sealed class CommandException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    public static CommandException Usage(string message) => new(Exit.ExitCode.Usage, message);

    public static CommandException Configuration(string message) => new(Exit.ExitCode.Configuration, message);
}

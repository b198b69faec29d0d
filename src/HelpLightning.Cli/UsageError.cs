using System.CommandLine;
using System.CommandLine.Parsing;
using HelpLightning.Cli.Terminal;

namespace HelpLightning.Cli;

/// <summary>Says what is wrong with a command line, without repeating anything that could be a secret.</summary>
internal static class UsageError
{
    /// <summary>Names and short values are repeated; a pasted key or token never is.</summary>
    private const int LongestRepeated = 16;

    public static int Report(ParseResult parsed, Screen screen)
    {
        string command = CommandPath.Of(parsed.CommandResult.Command);
        IEnumerable<ParseError> errors = parsed.Errors;
        if (parsed.Errors.Count > 1)
        {
            // What was typed in the command's place says more than that it is missing.
            errors = errors.Where(static e => !IsMissingCommand(e));
        }

        foreach (string message in errors.Select(e => Words(e, parsed)).Distinct())
        {
            screen.Fail(message);
        }

        screen.Note($"See: {command} --help");
        return ExitCode.Usage;
    }

    /// <summary>The parser speaks of types of .NET where a value is of the wrong kind.</summary>
    private static string Words(ParseError error, ParseResult parsed)
    {
        if (IsMissingCommand(error))
        {
            Command command = parsed.CommandResult.Command;
            return $"{CommandPath.Of(command)} wants one of: {string.Join(", ", command.Subcommands.Where(static c => !c.Hidden).Select(static c => c.Name))}.";
        }

        (string? name, Type? type) = error.SymbolResult switch
        {
            OptionResult option => (option.Option.Name, option.Option.ValueType),
            ArgumentResult { Parent: OptionResult option } => (option.Option.Name, option.Option.ValueType),
            ArgumentResult argument => (argument.Argument.Name, argument.Argument.ValueType),
            _ => (null, (Type?)null),
        };
        return !error.Message.Contains("as expected type", StringComparison.Ordinal) || type is null ? Scrub(error.Message, parsed)
            : type == typeof(bool) || type == typeof(bool?) ? $"{name} wants true or false."
            : $"{name} wants a whole number.";
    }

    private static bool IsMissingCommand(ParseError error) => error.Message.StartsWith("Required command", StringComparison.Ordinal);

    private static string Scrub(string message, ParseResult parsed)
    {
        foreach (Token token in parsed.Tokens.Where(t => t.Value.Length > LongestRepeated && t.Type == TokenType.Argument).OrderByDescending(t => t.Value.Length))
        {
            message = message.Replace(token.Value, $"({token.Value.Length:N0} characters)", StringComparison.Ordinal);
        }

        return message;
    }
}

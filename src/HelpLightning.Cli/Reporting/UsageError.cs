using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Help;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Syntax;
using HelpLightning.Cli.Terminal;

namespace HelpLightning.Cli.Reporting;

/// <summary>Says what is wrong with a command line, without repeating anything that could be a secret.</summary>
internal static class UsageError
{
    /// <summary>Names and short values are repeated; a pasted key or token never is.</summary>
    private const int LongestRepeated = 16;

    private const int LongestOption = 32;

    public static int Report(ParseResult parsed, Screen screen)
    {
        // Once a word is not understood, what the parser makes of those after it says nothing.
        IEnumerable<string> messages = parsed.UnmatchedTokens is [string unknown, ..]
            ? [Unknown(unknown, parsed)]
            : parsed.Errors.Select(e => Words(e, parsed)).Distinct();
        return Report(messages, parsed, screen);
    }

    public static int Report(IEnumerable<string> messages, ParseResult parsed, Screen screen)
    {
        foreach (string message in messages)
        {
            screen.Fail(message);
        }

        screen.Note($"See: {CommandPath.Of(parsed.CommandResult.Command)} --help");
        return ExitCode.Usage;
    }

    private static string Unknown(string word, ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string path = CommandPath.Of(command);
        if (word.StartsWith('-'))
        {
            // What follows the sign may be a secret; and a key begins with a dash, too.
            string name = word.Split('=')[0];
            bool isName = name.Length <= LongestOption && name.All(static c => char.IsAsciiLetter(c) || c == '-');
            return HelpText.OptionsOf(command).Any(o => o.Name == name || o.Aliases.Contains(name))
                ? $"{name} comes after the command: {path} {name}."
                : $"{path} has no option {(isName ? name : Shown(word))}.{Guess(Suggestion.Options(name, command))}";
        }

        return command.Subcommands.Any(static c => !c.Hidden)
            ? $"{path} has no command {Shown(word)}.{Guess(Suggestion.Commands(word, command))}"
            : $"{path} does not know what to do with {Shown(word)}.";
    }

    private static string Shown(string word) => word.Length > LongestRepeated ? $"that ({word.Length:N0} characters)" : Printable.Of(word);

    private static string Guess(string[] guesses) => guesses.Length == 0 ? "" : $" Did you mean {string.Join(" or ", guesses)}?";

    /// <summary>The parser speaks of types of .NET where a value is of the wrong kind.</summary>
    private static string Words(ParseError error, ParseResult parsed)
    {
        if (IsMissingCommand(error))
        {
            Command command = parsed.CommandResult.Command;
            return $"{CommandPath.Of(command)} wants one of: "
                + $"{string.Join(", ", command.Subcommands.Where(static c => !c.Hidden).Select(static c => c.Name))}.";
        }

        (string? name, Type? type) = error.SymbolResult switch
        {
            OptionResult option => (option.Option.Name, option.Option.ValueType),
            ArgumentResult { Parent: OptionResult option } => (option.Option.Name, option.Option.ValueType),
            ArgumentResult argument => (argument.Argument.Name, argument.Argument.ValueType),
            _ => (null, (Type?)null),
        };
        return error.Message.StartsWith("Required argument missing for option", StringComparison.Ordinal) ? $"{name} wants a value."
            : !error.Message.Contains("as expected type", StringComparison.Ordinal) || type is null ? Scrub(error.Message, parsed)
            : type == typeof(bool) || type == typeof(bool?) ? $"{name} wants true or false."
            : $"{name} wants a whole number{Range(error, type)}.";
    }

    /// <summary>What is a number, but too large, needs to be told how large it may be.</summary>
    private static string Range(ParseError error, Type type)
    {
        bool isNumber = error.SymbolResult?.Tokens
            .Any(static t => t.Value.TrimStart('-') is { Length: > 0 } digits && digits.All(char.IsAsciiDigit)) == true;
        return !isNumber ? "" : (Nullable.GetUnderlyingType(type) ?? type) == typeof(int)
            ? string.Create(CultureInfo.InvariantCulture, $" of at most {int.MaxValue:N0}")
            : string.Create(CultureInfo.InvariantCulture, $" of at most {long.MaxValue:N0}");
    }

    private static bool IsMissingCommand(ParseError error) => error.Message.StartsWith("Required command", StringComparison.Ordinal);

    private static string Scrub(string message, ParseResult parsed)
    {
        foreach (Token token in parsed.Tokens
            .Where(t => t.Value.Length > LongestRepeated && t.Type == TokenType.Argument)
            .OrderByDescending(t => t.Value.Length))
        {
            message = message.Replace(token.Value, $"({token.Value.Length:N0} characters)", StringComparison.Ordinal);
        }

        return message;
    }
}

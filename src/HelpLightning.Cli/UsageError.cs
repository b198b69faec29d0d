using System.CommandLine;
using System.CommandLine.Parsing;
using HelpLightning.Cli.Terminal;

namespace HelpLightning.Cli;

/// <summary>Says what is wrong with a command line, without repeating anything that could be a secret.</summary>
internal static class UsageError
{
    /// <summary>Names and short values are repeated; a pasted key or token never is.</summary>
    private const int LongestRepeated = 16;

    /// <summary>The parser's words.</summary>
    private const string MissingCommand = "Required command was not provided.";

    public static int Report(ParseResult parsed, Screen screen)
    {
        string command = CommandPath.Of(parsed.CommandResult.Command);
        string[] messages = [.. parsed.Errors.Select(e => Scrub(e.Message, parsed)).Distinct()];

        // A mistyped command is told as unknown and as missing; the first is enough.
        bool isMistyped = parsed.UnmatchedTokens.Count > 0 && messages.Length > 1;
        foreach (string message in messages.Where(m => !isMistyped || m != MissingCommand))
        {
            screen.Fail(message);
        }

        screen.Note($"See: {command} --help");
        return ExitCode.Usage;
    }

    private static string Scrub(string message, ParseResult parsed)
    {
        foreach (Token token in parsed.Tokens.Where(t => t.Value.Length > LongestRepeated && t.Type == TokenType.Argument).OrderByDescending(t => t.Value.Length))
        {
            message = message.Replace(token.Value, $"({token.Value.Length:N0} characters)", StringComparison.Ordinal);
        }

        return message;
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;

namespace HelpLightning.Cli.Syntax;

/// <summary>
/// An option or argument that was given nothing or blanks, mostly a variable of the shell that is not set. Taken as it is it would mean
/// the current folder, a file without a name, or everybody, so it is refused whatever it is for.
/// </summary>
internal static class EmptyValue
{
    /// <summary>What is empty, as a sentence; null when nothing is.</summary>
    public static string? Find(ParseResult parsed)
    {
        foreach (SymbolResult given in parsed.CommandResult.Children)
        {
            if (IsEmpty(given) && Describe(given) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private static bool IsEmpty(SymbolResult given)
    {
        foreach (Token token in given.Tokens)
        {
            if (string.IsNullOrWhiteSpace(token.Value))
            {
                return true;
            }
        }

        return false;
    }

    private static string? Describe(SymbolResult given) => given switch
    {
        OptionResult { Option: var option } => $"{option.Name} was given nothing: leave it out, or give it a value.",
        ArgumentResult { Argument: not IMayBeEmpty and var argument } => $"{argument.Name} is empty.",
        _ => null,
    };
}

/// <summary>An argument of which nothing is a value like others, with an answer of its own.</summary>
internal interface IMayBeEmpty;

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
    public static string? Find(ParseResult parsed) => parsed.CommandResult.Children
        .Where(static given => given.Tokens.Any(static token => string.IsNullOrWhiteSpace(token.Value)))
        .Select(static given => given switch
        {
            OptionResult { Option: var option } => $"{option.Name} was given nothing: leave it out, or give it a value.",
            ArgumentResult { Argument: not IMayBeEmpty and var argument } => $"{argument.Name} is empty.",
            _ => null,
        })
        .FirstOrDefault(static problem => problem is not null);
}

/// <summary>An argument of which nothing is a value like others, with an answer of its own.</summary>
internal interface IMayBeEmpty;

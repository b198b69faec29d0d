using System.CommandLine;
using HelpLightning.Cli.Help;
using HelpLightning.Cli.Syntax;
using HelpLightning.Spelling;

namespace HelpLightning.Cli.Reporting;

/// <summary>What somebody may have meant who typed a word that is none.</summary>
internal static class Suggestion
{
    /// <summary>Of more, such as list, none is more likely than the others.</summary>
    private const int MostElsewhere = 3;

    /// <summary>Commands beside the one that was meant; else those of that name elsewhere, as they are typed.</summary>
    public static string[] Commands(string word, Command command)
    {
        string[] close = Close(word, Visible(command).Select(static c => c.Name));
        string[] elsewhere = close.Length == 0 && command is RootCommand
            ? [.. Below(command).Where(c => c.Name == word).Select(CommandPath.Of)]
            : [];
        return elsewhere.Length is > 0 and <= MostElsewhere ? elsewhere : close;
    }

    public static string[] Options(string word, Command command) =>
        Close(word, HelpText.OptionsOf(command).Select(static o => o.Name));

    /// <summary>Those that the fewest changes make of the word, where that are few for its length.</summary>
    private static string[] Close(string word, IEnumerable<string> names)
    {
        int most = Math.Max(1, word.TrimStart('-').Length / 3);
        return [.. names.Select(name => (name, Changes: EditDistance.Between(word, name)))
            .Where(n => n.Changes <= most)
            .GroupBy(static n => n.Changes, static n => n.name)
            .OrderBy(static g => g.Key).FirstOrDefault() ?? Enumerable.Empty<string>()];
    }

    private static IEnumerable<Command> Visible(Command command) => command.Subcommands.Where(static c => !c.Hidden);

    private static IEnumerable<Command> Below(Command command) => Visible(command).SelectMany(static c => Below(c).Prepend(c));
}

using System.CommandLine;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Settings;
using HelpLightning.Cli.Syntax;

namespace HelpLightning.Cli.Help;

/// <summary>What help and the manual say of a command alike.</summary>
internal static class HelpText
{
    public const string ExitStatus =
        "0 done, 1 refused, 2 usage, 3 key or settings, 4 not authenticated, "
        + "5 unreachable, 130 interrupted, 141 nobody reads the output any more";

    public static IEnumerable<Option> OptionsOf(Command command)
    {
        IEnumerable<Option> inherited = CommandPath.Ancestors(command).SelectMany(static p => p.Options).Where(static o => o.Recursive);
        return command.Options.Concat(inherited).Where(static o => !o.Hidden);
    }

    /// <summary>
    /// The options that say whom to call and as whom. The API key is a secret and has none: it stands there all the same, or
    /// nobody finds it.
    /// </summary>
    public static IEnumerable<(string, string)> ConnectionOf(IReadOnlyCollection<Option> options)
    {
        IEnumerable<(string, string)> rows = options.Where(static o => o is IConnectionOption).Select(Row);
        return options.Any(static o => o.Name == AddressFlags.ApiUrlName)
            ? rows.Append(
                (Variables.ApiKey, $"The API key: a variable, because others can see options; or hl config set {Setting.ApiKey.Name}"))
            : rows;
    }

    public static string UsageOf(Command command)
    {
        List<string> words = [CommandPath.Of(command)];
        if (command.Subcommands.Any(c => !c.Hidden))
        {
            words.Add(command.Action is null ? "COMMAND" : "[COMMAND]");
        }

        words.AddRange(command.Arguments.Select(NameOf));
        words.AddRange(command.Options.Where(static o => o.Required).Select(static o => $"{o.Name} {o.HelpName}"));
        words.Add("[options]");
        return string.Join(' ', words);
    }

    private static string NameOf(Argument argument)
    {
        string name = argument.Arity.MaximumNumberOfValues > 1 ? $"{argument.Name}..." : argument.Name;
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }

    public static (string, string) Row(Option option)
    {
        // An alias that the name begins with is short for it, and understood without being listed.
        string names = string.Join(", ", option.Aliases
            .Where(alias => !option.Name.StartsWith(alias, StringComparison.Ordinal)).OrderBy(static a => a.Length).Append(option.Name));
        string value = option.HelpName is null ? "" : $" {option.HelpName}";
        string description = option.Description ?? "";
        if (option is { HasDefaultValue: true } and not Option<bool> && option.GetDefaultValue() is string { Length: > 0 } standard)
        {
            description += $" [default: {standard}]";
        }

        return (names + value, description);
    }
}

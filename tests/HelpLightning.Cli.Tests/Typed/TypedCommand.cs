using System.CommandLine;
using HelpLightning.Cli.Help;
using HelpLightning.Cli.Syntax;

namespace HelpLightning.Cli.Tests.Typed;

/// <summary>A command line with something odd at one place, and else as it should be.</summary>
/// <param name="What">The option or argument that is odd.</param>
/// <param name="Words">All of it.</param>
internal sealed record TypedCommand(string What, string[] Words)
{
    private const string GoodText = "1";

    /// <summary>Of those that are tried in turn, at each place.</summary>
    private const int FurtherValues = 2;

    /// <summary>What stands at the places that are not tried, by their names.</summary>
    private static readonly Dictionary<string, string> Good = new()
    {
        ["METHOD"] = "GET",
        ["PATH"] = "/v1r1/enterprise/users",
        ["SHELL"] = "bash",
        ["TOKEN"] = "a.b.c",
        ["CALL_ID"] = "call_00000000-0000-0000-0000-000000000000",
        ["NAME"] = "site-id",
        ["EMAIL"] = "new@example.com",
        ["--as"] = "24",
        ["--drain"] = "0",
        ["--listen"] = "127.0.0.1:0",
        ["--out"] = "out",
        ["--port"] = "0",
        ["--public-key-file"] = "pub.pem",
    };

    /// <summary>
    /// Each option and each argument of each command, with odd values. What is the same for many commands (the connection,
    /// the output) is tried with many values once, and then with one at each place.
    /// </summary>
    public static IEnumerable<TypedCommand> All()
    {
        HashSet<(string, string?)> tried = [];
        using TestHost host = new(new Dictionary<string, string>());
        int turn = 0;
        foreach (Command command in Below(CommandTree.Build(host, null)).Where(static c => c.Action is not null))
        {
            IEnumerable<Symbol> places = [.. command.Arguments, .. command.Options.Where(static o => o is not (HelpFlag or VersionOption))];
            foreach (Symbol place in places)
            {
                bool isNew = tried.Add((place.Name, place.Description));
                IEnumerable<string> values = isNew ? TypedValues.Everywhere : [];
                int further = isNew ? FurtherValues : 1;
                for (int i = 0; i < further; i++)
                {
                    values = values.Append(TypedValues.InTurn[turn++ % TypedValues.InTurn.Count]);
                }

                foreach (string value in values)
                {
                    yield return new TypedCommand($"{CommandPath.Of(command)}: {place.Name}", [.. Line(command, place, value)]);
                }
            }
        }
    }

    /// <summary>For a message: what is too long or cannot be seen is shown so that it can be typed again.</summary>
    public override string ToString() => $"{What}: hl {string.Join(' ', Words.Select(static w => System.Text.Json.JsonSerializer.Serialize(w.Length > 60 ? w[..60] + "…" : w)))}";

    private static List<string> Line(Command command, Symbol odd, string value)
    {
        List<string> words = [.. CommandPath.Of(command).Split(' ')[1..]];
        foreach (Option option in command.Options)
        {
            if (option == odd)
            {
                words.AddRange(option is Option<bool> ? [$"{option.Name}={value}"] : [option.Name, value]);
            }
            else if (option.Required || option.Name is "--as" or "--out" or "--yes" or "--unsigned" || IsPortToTakeEventsAt(command, option) || IsOfProxy(command, option))
            {
                words.AddRange(option is Option<bool> ? [option.Name] : [option.Name, Good.GetValueOrDefault(option.Name, GoodText)]);
            }
        }

        foreach (Argument argument in command.Arguments)
        {
            if (argument == odd)
            {
                words.Add(value);
            }
            else if (argument.Arity.MinimumNumberOfValues > 0)
            {
                words.Add(Good.GetValueOrDefault(argument.Name, GoodText));
            }
        }

        return words;
    }

    /// <summary>Many listen at once, so that each takes a port that is free.</summary>
    private static bool IsPortToTakeEventsAt(Command command, Option option) => command.Name == "listen" && option.Name == "--port";

    /// <summary>The same for a proxy, of which none has anything to wait for.</summary>
    private static bool IsOfProxy(Command command, Option option) => command.Name == "proxy" && option.Name is "--listen" or "--drain";

    private static IEnumerable<Command> Below(Command command) => command.Subcommands.SelectMany(static c => Below(c).Prepend(c));
}

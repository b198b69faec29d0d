using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using HelpLightning.Cli.Terminal;

namespace HelpLightning.Cli.Help;

/// <summary>
/// <c>--help</c>: what the command does, how it is typed, examples that can be pasted, and every option with its
/// environment variable. The library's own help has no place for examples.
/// </summary>
internal sealed class HelpScreen(Screen screen) : SynchronousCommandLineAction
{
    private const int Indent = 2;
    private const int WidestNames = 34;

    // Asked for only when help is shown: finding out costs more than signing a token.
    private bool _colored;
    private int _width;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        _colored = Screen.OutHasColor;
        _width = Math.Clamp(Screen.Width, 60, 100) - 1;
        Write(parseResult.CommandResult.Command);
        return ExitCode.Done;
    }

    private void Write(Command command)
    {
        TextWriter writer = screen.Out;
        WriteWrapped(command.Description ?? "", indent: 0);
        Heading("Usage");
        writer.WriteLine($"  {UsageOf(command)}");
        if (command is HlCommand { Examples.Count: > 0 } withExamples)
        {
            Heading("Examples");
            foreach (string example in withExamples.Examples)
            {
                writer.WriteLine($"  {Screen.Paint("$", Ansi.Dim, _colored)} {example}");
            }
        }

        Table("Commands", [.. command.Subcommands.Where(c => !c.Hidden).Select(c => (c.Name, c.Description ?? ""))]);
        Table("Arguments", [.. command.Arguments.Select(a => (a.Name, a.Description ?? ""))]);
        Table("Options", [.. OptionsOf(command).Select(Row)]);
        if (command.Parents.Any())
        {
            return;
        }

        Heading("Learn more");
        WriteWrapped("hl COMMAND --help shows examples of each.", Indent);
        WriteWrapped("Exit status: 0 done, 1 refused by the API, 2 usage, 3 key or settings, 4 not authenticated, 5 unreachable, 130 interrupted.", Indent);
    }

    private static IEnumerable<Option> OptionsOf(Command command)
    {
        IEnumerable<Option> inherited = CommandPath.Ancestors(command).SelectMany(static p => p.Options).Where(static o => o.Recursive);
        return command.Options.Concat(inherited).Where(static o => !o.Hidden);
    }

    private static string UsageOf(Command command)
    {
        List<string> words = [CommandPath.Of(command)];
        if (command.Subcommands.Any(c => !c.Hidden))
        {
            words.Add(command.Action is null ? "COMMAND" : "[COMMAND]");
        }

        words.AddRange(command.Arguments.Select(static a => a.Arity.MinimumNumberOfValues == 0 ? $"[{a.Name}]" : a.Name));
        words.AddRange(command.Options.Where(static o => o.Required).Select(static o => $"{o.Name} {o.HelpName}"));
        words.Add("[options]");
        return string.Join(' ', words);
    }

    private static (string, string) Row(Option option)
    {
        string names = string.Join(", ", option.Aliases.Where(static a => a is not ("-?" or "/?" or "/h")).OrderBy(static a => a.Length).Append(option.Name));
        string value = option.HelpName is null ? "" : $" {option.HelpName}";
        string description = option is HelpOption ? "Show this help" : option is VersionOption ? "Show the version" : option.Description ?? "";
        if (option is { HasDefaultValue: true } and not Option<bool> && option.GetDefaultValue() is string { Length: > 0 } standard)
        {
            description += $" [default: {standard}]";
        }

        return (names + value, description);
    }

    private void WriteWrapped(string text, int indent)
    {
        foreach (string line in TextWrap.Lines(text, _width - indent))
        {
            screen.Out.WriteLine(new string(' ', indent) + line);
        }
    }

    private void Heading(string text)
    {
        screen.Out.WriteLine();
        screen.Out.WriteLine(Screen.Paint(text, Ansi.Bold, _colored));
    }

    private void Table(string title, (string Name, string Description)[] rows)
    {
        if (rows.Length == 0)
        {
            return;
        }

        Heading(title);
        int column = Math.Min(WidestNames, rows.Max(static r => r.Name.Length)) + Indent + 2;
        foreach ((string name, string description) in rows)
        {
            string[] lines = TextWrap.Lines(description, _width - column);
            bool ownLine = name.Length + Indent + 2 > column;
            string painted = new string(' ', Indent) + Screen.Paint(name, Ansi.Cyan, _colored);
            screen.Out.WriteLine(ownLine ? painted : painted + new string(' ', column - Indent - name.Length) + lines[0]);
            foreach (string line in ownLine ? lines : lines[1..])
            {
                screen.Out.WriteLine(new string(' ', column) + line);
            }
        }
    }
}

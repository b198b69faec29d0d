using System.CommandLine;
using System.CommandLine.Invocation;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Settings;
using HelpLightning.Cli.Syntax;
using HelpLightning.Cli.Terminal;

namespace HelpLightning.Cli.Help;

/// <summary>
/// <c>--help</c>: what the command does, how it is typed, examples that can be pasted, and every option with its
/// environment variable. The library's own help has no place for examples.
/// </summary>
internal sealed class HelpScreen(Host host, CommandSection[] sections) : SynchronousCommandLineAction
{
    private const int Indent = 2;
    private const int WidestNames = 34;

    // Asked for only when help is shown: finding out costs more than signing a token.
    private bool _colored;
    private int _width;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        _colored = host.Screen.OutHasColor;
        _width = Math.Clamp(host.Screen.Width, 60, 100) - 1;
        Write(parseResult.CommandResult.Command);
        return ExitCode.Done;
    }

    private void Write(Command command)
    {
        TextWriter writer = host.Screen.Out;
        WriteWrapped(command.Description ?? "", indent: 0);
        Heading("Usage");
        writer.WriteLine($"  {HelpText.UsageOf(command)}");
        if (command is HlCommand { Examples.Count: > 0 } withExamples)
        {
            Heading("Examples");
            foreach (string example in withExamples.Examples)
            {
                writer.WriteLine($"  {Ansi.Paint("$", Ansi.Dim, _colored)} {example}");
            }
        }

        WriteCommands(command);
        Table("Arguments", [.. command.Arguments.Select(a => (a.Name, a.Description ?? ""))]);
        Option[] options = [.. HelpText.OptionsOf(command)];
        Table("Options", [.. options.Where(static o => o is not IConnectionOption).Select(HelpText.Row)]);
        Table("Connection", [.. HelpText.ConnectionOf(options)]);
        if (command.Parents.Any())
        {
            return;
        }

        Heading("Learn more");
        WriteWrapped("hl COMMAND --help shows examples of each.", Indent);
        WriteWrapped("All of it as a manual: hl man | man -l -", Indent);
        WriteWrapped($"Exit status: {HelpText.ExitStatus}.", Indent);
    }

    /// <summary>The root's commands stand under headings, all in the same columns.</summary>
    private void WriteCommands(Command command)
    {
        if (command is not RootCommand)
        {
            Table("Commands", [.. command.Subcommands.Where(static c => !c.Hidden).Select(Row)]);
            return;
        }

        int widest = sections.SelectMany(static s => s.Commands).Max(static c => c.Name.Length);
        foreach (CommandSection section in sections)
        {
            Table(section.Title, [.. section.Commands.Select(Row)], widest);
        }

        static (string, string) Row(Command c) => (c.Name, c.Description ?? "");
    }

    private void WriteWrapped(string text, int indent)
    {
        foreach (string line in TextWrap.Lines(text, _width - indent))
        {
            host.Screen.Out.WriteLine(new string(' ', indent) + line);
        }
    }

    private void Heading(string text)
    {
        host.Screen.Out.WriteLine();
        host.Screen.Out.WriteLine(Ansi.Paint(text, Ansi.Bold, _colored));
    }

    private void Table(string title, (string Name, string Description)[] rows, int widest = 0)
    {
        if (rows.Length == 0)
        {
            return;
        }

        Heading(title);
        int column = Math.Min(WidestNames, Math.Max(widest, rows.Max(static r => r.Name.Length))) + Indent + 2;
        foreach ((string name, string description) in rows)
        {
            string[] lines = TextWrap.Lines(description, _width - column);
            bool ownLine = name.Length + Indent + 2 > column;
            string painted = new string(' ', Indent) + Ansi.Paint(name, Ansi.Cyan, _colored);
            host.Screen.Out.WriteLine(ownLine ? painted : painted + new string(' ', column - Indent - name.Length) + lines[0]);
            foreach (string line in ownLine ? lines : lines[1..])
            {
                host.Screen.Out.WriteLine(new string(' ', column) + line);
            }
        }
    }
}

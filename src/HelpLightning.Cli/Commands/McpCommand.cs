using System.CommandLine;
using HelpLightning.Cli.Assistants;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Syntax;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl mcp</c>: lets an assistant look things up, until it closes standard input.</summary>
internal static class McpCommand
{
    public static Command Build(Host host)
    {
        McpFlags flags = new(host);
        HlCommand command = new(
            "mcp",
            "Let an AI assistant look things up: a Model Context Protocol server on standard input and output, read-only",
            "hl mcp --sandbox",
            "hl mcp --profile europe --tools find_people,find_calls,get_call",
            "hl mcp --allow-writes");
        flags.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            AssistantPlan plan = flags.Read(parsed);
            using ScreenLog log = new(host);
            await using AssistantSite site = flags.Open(parsed, log);
            if (host.InputIsTerminal)
            {
                host.Screen.Note(
                    "This is for a program that speaks the Model Context Protocol: put \"hl mcp\" into its settings (docs/mcp.md). "
                    + "Ctrl-C ends it.");
            }

            using Stream input = host.OpenInput();
            using Stream output = host.OpenOutput();
            await new AssistantServer(host, plan, site).RunAsync(input, output, log, cancellation);
            return ExitCode.Done;
        });
        return command;
    }
}

using System.CommandLine;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using Microsoft.Extensions.Logging;

namespace HelpLightning.Cli.Assistants;

/// <summary>The options of <c>hl mcp</c>.</summary>
internal sealed class McpFlags(Host host)
{
    private readonly SiteOpener _sites = new(host, inputIsTaken: "where an assistant's requests come from");

    private readonly Option<bool> _allowWrites = new("--allow-writes")
    {
        Description = "Also offer the tools that send something to people; each asks the user first",
    };

    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "With --allow-writes: do not ask first" };

    private readonly Option<string?> _tools = new("--tools")
    {
        HelpName = "NAMES",
        Description = "Only these, with commas between them: find_people,get_person",
    };

    private readonly Option<bool> _sandbox = new("--sandbox")
    {
        Description = "Try it: a sandbox inside this program, with made-up people; no key is needed",
    };

    public void AddTo(Command command)
    {
        foreach (Option option in (ReadOnlySpan<Option>)[_allowWrites, _yes, _tools, _sandbox])
        {
            command.Add(option);
        }

        _sites.AddTo(command);
        _tools.CompletionSources.Add([.. Toolbox.All.Select(static tool => tool.Name)]);
    }

    public AssistantPlan Read(ParseResult parsed)
    {
        bool allowsWrites = parsed.GetValue(_allowWrites);
        bool isAskedBeforehand = parsed.GetValue(_yes);
        return isAskedBeforehand && !allowsWrites
            ? throw CommandException.Usage("--yes is for what --allow-writes allows: give both, or leave it out.")
            : new AssistantPlan(Toolbox.Choose(parsed.GetValue(_tools), allowsWrites), allowsWrites, isAskedBeforehand);
    }

    public AssistantSite Open(ParseResult parsed, ILoggerFactory loggers) => parsed.GetValue(_sandbox)
        ? AssistantSite.OfSandbox(host)
        : AssistantSite.Of(host, _sites.Open(parsed, TimeSpan.Zero, loggers), _sites.NamesWorkspace(parsed));
}

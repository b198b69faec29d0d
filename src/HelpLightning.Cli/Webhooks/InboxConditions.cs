using System.CommandLine;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Syntax;
using HelpLightning.Webhooks;

namespace HelpLightning.Cli.Webhooks;

/// <summary>Which events of an inbox are meant: by their numbers, or by what they are.</summary>
internal sealed class InboxConditions
{
    private readonly Host _host;

    private readonly Argument<long[]> _ids = new("ID")
    {
        Description = "These events, by their numbers",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _states = new("--state")
    {
        HelpName = "STATE,...",
        Description = $"Those in one of these states: {string.Join(", ", InboxStates.Names)}",
    };

    private readonly Option<string?> _since = new("--since") { HelpName = TimeParser.HelpName, Description = "Those that came since then" };

    private readonly Option<string?> _until = new("--until") { HelpName = TimeParser.HelpName, Description = "Those that came before" };

    private readonly Option<string?> _category = new("--category")
    {
        HelpName = "CATEGORY",
        Description = "Those of this category, such as attachment_created",
    };

    private readonly Option<string?> _call = new("--call") { HelpName = "ID", Description = "Those of this call" };

    public InboxConditions(Host host)
    {
        _host = host;
        _states.CompletionSources.Add([.. InboxStates.Names]);
        _category.CompletionSources.Add("attachment_created", "started", "ended", "participant_joined", "participant_left");
    }

    public void AddTo(Command command)
    {
        command.Add(_ids);
        foreach (Option option in (ReadOnlySpan<Option>)[_states, _since, _until, _category, _call])
        {
            command.Add(option);
        }
    }

    public InboxQuery Read(ParseResult parsed)
    {
        DateTimeOffset now = _host.Clock.GetUtcNow();
        InboxQuery query = new()
        {
            Ids = parsed.GetValue(_ids) is { Length: > 0 } ids ? [.. ids.Distinct()] : null,
            States = parsed.GetValue(_states) is { } states ? ReadStates(states) : null,
            Since = parsed.GetValue(_since) is { } since ? TimeParser.Parse(since, _since.Name, now) : null,
            Until = parsed.GetValue(_until) is { } until ? TimeParser.Parse(until, _until.Name, now) : null,
            Category = parsed.GetValue(_category),
            CallId = parsed.GetValue(_call),
        };
        TimeParser.RequireOrder(query.Since, query.Until);
        return query;
    }

    /// <summary>Does it mean all events that there are?</summary>
    public static bool IsAll(InboxQuery query) => query == new InboxQuery();

    private static InboxEventState[] ReadStates(string typed)
    {
        string[] names = typed.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return names.Length > 0
            ? [.. names.Select(static name => InboxStates.Find(name) ?? throw Wrong())]
            : throw Wrong();
    }

    private static CommandException Wrong() =>
        CommandException.Usage($"--state wants one or more of {string.Join(", ", InboxStates.Names)}, with commas between them.");
}

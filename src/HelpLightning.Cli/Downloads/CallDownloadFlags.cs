using System.CommandLine;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Filters;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Lookup;
using HelpLightning.Cli.Syntax;
using HelpLightning.Client;
using HelpLightning.Export;

namespace HelpLightning.Cli.Downloads;

/// <summary>Which calls' attachments, and where to.</summary>
internal sealed class CallDownloadFlags(Host host)
{
    private const int MostParallel = 32;

    private readonly Argument<string[]> _ids = new("CALL_ID")
    {
        Description = "The ids that hl calls list shows",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _since = new("--since")
    {
        HelpName = TimeParser.HelpName,
        Description = "Of the calls begun since: 7d, 24h, 2026-11-01, 2026-11-01T08:00Z",
    };

    private readonly Option<string?> _until = new("--until") { HelpName = TimeParser.HelpName, Description = "Of the calls begun before" };
    private readonly Option<string[]> _tags = new("--tag")
    {
        HelpName = "NAME",
        Description = "Of the calls with this tag; given several times, with any of them",
    };

    private readonly Option<bool> _all = new("--all") { Description = "Of all calls" };
    private readonly Option<string> _out = new("--out")
    {
        HelpName = "DIR",
        Description = "Where to; files lie at CALL_ID/ATTACHMENT_ID/NAME",
        Required = true,
    };

    private readonly Option<int> _parallel = new("--parallel")
    {
        HelpName = "NUMBER",
        Description = $"So many files at once, 1 to {MostParallel}",
        DefaultValueFactory = static _ => 4,
    };

    public void AddTo(Command command)
    {
        command.Add(_ids);
        foreach (Option option in (ReadOnlySpan<Option>)[_since, _until, _tags, _all, _out, _parallel])
        {
            command.Add(option);
        }
    }

    /// <summary>
    /// Does it count from now? A call must not fall between two runs, a day apart each for a day, because this machine's clock
    /// is wrong.
    /// </summary>
    public bool CountsFromNow(ParseResult parsed) => TimeParser.IsAgo(parsed.GetValue(_since)) || TimeParser.IsAgo(parsed.GetValue(_until));

    /// <param name="parsed">The command line.</param>
    /// <param name="now">The server's time; null while it is not known.</param>
    public CallDownloadPlan Read(ParseResult parsed, DateTimeOffset? now = null)
    {
        DateTimeOffset from = now ?? host.Clock.GetUtcNow();
        CallId[] ids = [.. (parsed.GetValue(_ids) ?? []).Select(CallArgument.Read).Distinct()];
        string[] tags = parsed.GetValue(_tags) ?? [];
        AttachmentSelection selection = new()
        {
            Since = parsed.GetValue(_since) is { } since ? TimeParser.Parse(since, "--since", from) : null,
            Until = parsed.GetValue(_until) is { } until ? TimeParser.Parse(until, "--until", from) : null,
            Tags = tags,
        };
        TimeParser.RequireOrder(selection.Since, selection.Until);
        bool selects = selection.Since is not null || selection.Until is not null || tags.Length > 0 || parsed.GetValue(_all);
        if ((ids.Length > 0) == selects)
        {
            throw CommandException.Usage(selects
                ? "Name calls by CALL_ID, or choose them with --since, --until, --tag or --all; not both."
                : "Say which calls: CALL_ID, --since TIME, --tag NAME, or --all.");
        }

        TagNames.RequireNoComma(tags);

        int parallel = parsed.GetValue(_parallel);
        return parallel is < 1 or > MostParallel
            ? throw CommandException.Usage($"--parallel wants a whole number from 1 to {MostParallel}.")
            : new CallDownloadPlan(ids, selection, host.PathTo(parsed.GetRequiredValue(_out)),
                new AttachmentDownloadOptions { Parallelism = parallel });
    }
}

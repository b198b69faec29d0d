using System.CommandLine;
using System.Globalization;
using HelpLightning.Cli.Actions;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Overview.Counting;
using HelpLightning.Cli.Syntax;
using HelpLightning.Files;

namespace HelpLightning.Cli.Overview;

/// <summary>Which calls the page is about, what it shows of them, and where it goes.</summary>
internal sealed class OverviewFlags
{
    private const string StandardOutput = "-";
    private const string UsualSince = "90d";
    private const int MostTop = 100;

    /// <summary>More bars than a page has room for come after this.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(100 * 366);

    private readonly Option<string?> _out = new("--out")
    {
        HelpName = "FILE",
        Description = "The page to write; - for standard output",
    };

    private readonly OverwriteFlag _overwrite = new();

    private readonly Option<string?> _from = new("--from")
    {
        HelpName = "PATH",
        Description = "Read an export instead of asking the site: a folder or file of hl export",
    };

    private readonly Option<string> _since = new("--since")
    {
        HelpName = TimeParser.HelpName,
        Description = "Begun since: 90d, 4w, 2026-11-01; of an export counted from when it was made",
        DefaultValueFactory = static _ => UsualSince,
    };

    private readonly Option<string?> _until = new("--until") { HelpName = TimeParser.HelpName, Description = "Begun before" };

    private readonly Option<string?> _group = new("--group")
    {
        HelpName = "GROUP",
        Description = "Only calls that count for this group: its name, or its number",
    };

    private readonly Option<int> _top = new("--top")
    {
        HelpName = "N",
        Description = "How many groups and experts to show, 1 to 100",
        DefaultValueFactory = static _ => 10,
    };

    private readonly Option<string> _names = new("--names")
    {
        HelpName = "shown|hidden",
        Description = "Hidden leaves the names of people out, for a page that is passed on",
        DefaultValueFactory = static _ => "shown",
    };

    private readonly Option<string> _zone = new("--time-zone")
    {
        HelpName = "ZONE",
        Description = "Whose days, weeks and hours to count, such as Europe/Berlin",
        DefaultValueFactory = static _ => "UTC",
    };

    public void AddTo(Command command)
    {
        _names.CompletionSources.Add("shown", "hidden");
        foreach (Option option in (ReadOnlySpan<Option>)[_out, _overwrite.Option, _from, _since, _until, _group, _top, _names, _zone])
        {
            command.Add(option);
        }
    }

    /// <summary>The file to write; null for standard output.</summary>
    public string? Path(ParseResult parsed) => parsed.GetValue(_out) switch
    {
        null => throw CommandException.Usage("Where to? Name a file, as in: hl overview --out page.html"),
        StandardOutput => null,
        string path => path,
    };

    /// <summary>How the file is to be written.</summary>
    public FileRule Rule(ParseResult parsed, Host host, string? path)
    {
        _overwrite.RequireNew(parsed, host, path);
        return new FileRule { IsNew = path is not null && !_overwrite.IsGiven(parsed) };
    }

    /// <summary>The export to read; null for the site itself.</summary>
    public string? From(ParseResult parsed) => parsed.GetValue(_from);

    public string? Group(ParseResult parsed) => parsed.GetValue(_group);

    public int Top(ParseResult parsed) => parsed.GetValue(_top) is >= 1 and <= MostTop and int top
        ? top
        : throw CommandException.Usage("--top wants a number from 1 to 100.");

    public bool HidesNames(ParseResult parsed) => parsed.GetValue(_names) switch
    {
        "shown" => false,
        "hidden" => true,
        _ => throw CommandException.Usage("--names wants shown or hidden."),
    };

    /// <param name="parsed">The command line.</param>
    /// <param name="now">What so long ago counts from, and where the period ends when nothing else is said.</param>
    public Period Period(ParseResult parsed, DateTimeOffset now)
    {
        TimeZoneInfo zone = Zone(parsed.GetRequiredValue(_zone));
        DateTimeOffset until = parsed.GetValue(_until) is { } end ? Time(end, "--until", now, zone) : now;
        DateTimeOffset since = Time(parsed.GetRequiredValue(_since), "--since", now, zone);
        if (until <= since)
        {
            throw CommandException.Usage("--until is not after --since: nothing can lie between them.");
        }

        // As much time before it must exist too.
        return until - since <= Longest && since > DateTimeOffset.UnixEpoch - Longest && until.Year < DateTimeOffset.MaxValue.Year
            ? new Period(since, until, zone)
            : throw CommandException.Usage("--since and --until want two times that lie at most 100 years apart.");
    }

    private static TimeZoneInfo Zone(string id) => TimeZoneInfo.TryFindSystemTimeZoneById(id.Trim(), out TimeZoneInfo? zone)
        ? zone
        : throw CommandException.Usage(
            $"--time-zone wants the name of a time zone that this machine knows, such as UTC or Europe/Berlin; '{id}' is none.");

    /// <summary>A day or time that names no zone is one of the page's zone, as its weeks are.</summary>
    private static DateTimeOffset Time(string text, string option, DateTimeOffset now, TimeZoneInfo zone)
    {
        DateTimeOffset time = TimeParser.Parse(text, option, now);
        bool namesZone = text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) >= "2026-11-01".Length;
        if (namesZone || TimeParser.IsAgo(text))
        {
            return time;
        }

        try
        {
            return time - zone.GetUtcOffset(DateTime.SpecifyKind(time.DateTime, DateTimeKind.Unspecified));
        }
        catch (ArgumentOutOfRangeException)
        {
            throw CommandException.Usage(string.Create(CultureInfo.InvariantCulture, $"{option} wants a time of this era."));
        }
    }
}

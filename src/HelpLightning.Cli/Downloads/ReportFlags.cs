using System.CommandLine;
using HelpLightning.Cli.Actions;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Syntax;
using HelpLightning.Client;
using HelpLightning.Export;

namespace HelpLightning.Cli.Downloads;

/// <summary>Which report, and where to.</summary>
internal sealed class ReportFlags
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(24);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMinutes(10);

    private readonly Option<string> _format = new("--format")
    {
        HelpName = "csv|json",
        Description = "What the report is written in",
        DefaultValueFactory = static _ => "csv",
    };

    private readonly Option<string?> _out = new("--out")
    {
        HelpName = "FILE",
        Description = "Save the zip there; without this, what is in it goes to standard output",
    };

    private readonly Option<bool> _extract = new("--extract") { Description = "Save what is in the zip instead of the zip" };
    private readonly OverwriteFlag _overwrite = new();

    private readonly Option<bool> _tidy = new("--tidy")
    {
        Description = "Print the calls as hl calls list does: its names, times in UTC, lengths of time in seconds",
    };

    private readonly Option<string> _timeout = new("--timeout")
    {
        HelpName = "TIME",
        Description = "How long the making of the report may take",
        DefaultValueFactory = static _ => "30m",
    };

    private readonly Option<string> _poll = new("--poll")
    {
        HelpName = "TIME",
        Description = "How often to ask whether it is ready; more often at first",
        DefaultValueFactory = static _ => "5s",
    };

    public void AddTo(Command command)
    {
        _format.CompletionSources.Add("csv", "json");
        foreach (Option option in (ReadOnlySpan<Option>)[_format, _out, _extract, _overwrite.Option, _tidy, _timeout, _poll])
        {
            command.Add(option);
        }
    }

    /// <summary>Are the calls printed in hl's own shape?</summary>
    public bool IsTidy(ParseResult parsed)
    {
        if (parsed.GetValue(_tidy) && (parsed.GetValue(_out) is not null || parsed.GetValue(_extract)))
        {
            throw CommandException.Usage("--tidy prints on standard output: hl reports calls --tidy > calls.csv");
        }

        return parsed.GetValue(_tidy);
    }

    /// <summary>The file to save; null for standard output.</summary>
    public string? Path(ParseResult parsed)
    {
        if (parsed.GetValue(_out) is not { } path)
        {
            return null;
        }

        string extension = System.IO.Path.GetExtension(path);
        bool isZip = extension.Equals(".zip", StringComparison.OrdinalIgnoreCase);
        bool isTable = extension.Equals(".csv", StringComparison.OrdinalIgnoreCase)
            || extension.Equals(".json", StringComparison.OrdinalIgnoreCase);
        return parsed.GetValue(_extract) switch
        {
            false when isTable => throw CommandException.Usage(
                $"The report comes in a zip: add --extract to save a {extension} file, or name a .zip file."),
            true when isZip => throw CommandException.Usage(
                "--extract saves what is in the zip: name a .csv or .json file, or leave --extract out."),
            _ => path,
        };
    }

    /// <inheritdoc cref="OverwriteFlag.RequireNew"/>
    public void RequireNew(ParseResult parsed, Host host, string? path) => _overwrite.RequireNew(parsed, host, path);

    public CallReportDownloadOptions Options(ParseResult parsed)
    {
        TimeSpan timeout = DurationParser.Parse(parsed.GetRequiredValue(_timeout), "--timeout");
        TimeSpan poll = DurationParser.Parse(parsed.GetRequiredValue(_poll), "--poll");
        if (timeout <= TimeSpan.Zero || timeout > LongestTimeout)
        {
            throw CommandException.Usage("--timeout wants a time from 1s to 24h.");
        }

        return new CallReportDownloadOptions
        {
            Format = parsed.GetRequiredValue(_format).ToUpperInvariant() switch
            {
                "CSV" => ReportFormat.Csv,
                "JSON" => ReportFormat.Json,
                _ => throw CommandException.Usage("--format wants csv or json."),
            },
            Extract = parsed.GetValue(_extract),
            Overwrite = _overwrite.IsGiven(parsed),
            Run = new ReportRunOptions
            {
                TimeLimit = timeout,
                PollInterval = poll <= LongestPoll ? poll : throw CommandException.Usage("--poll wants a time from 0s to 10m."),
            },
        };
    }
}

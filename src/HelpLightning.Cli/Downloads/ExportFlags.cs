using System.CommandLine;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Settings;
using HelpLightning.Export;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli.Downloads;

/// <summary>The options of <c>hl export</c>, and what they ask of the export.</summary>
internal sealed class ExportFlags
{
    private readonly Argument<string?> _folder = new("FOLDER")
    {
        Description = "Where exports go, and the state that the next one begins at",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _out = new("--out") { HelpName = "FOLDER", Description = "The same, as an option" };

    private readonly Option<string?> _into = new("--into")
    {
        HelpName = "FILE",
        Description = "A SQLite database that each run brings up to date, instead of a folder; tidy, with views",
    };

    private readonly Option<string> _format = new("--format")
    {
        HelpName = "FORMAT",
        Description = "csv, json, sqlite or parquet",
        DefaultValueFactory = _ => "csv",
    };

    private readonly Option<bool> _tidy = new("--tidy")
    {
        Description = "One shape for everything: times as times, numbers as numbers, lists as tables; not the vendor's tables",
    };

    private readonly Option<bool> _csvForExcel = new("--csv-for-excel")
    {
        Description = "CSV with a byte order mark and semicolons, which Excel opens by a double click where numbers have commas",
    };

    private readonly Option<bool> _full = new("--full")
    {
        Description = "Everything, not only what changed since the last export into the folder",
    };

    private readonly Option<long?> _group = new("--group")
    {
        HelpName = "ID",
        Description = "Only this group, its people, and the calls that any of them took part in",
    };

    private readonly Option<bool> _allowFormulas = new("--allow-formulas")
    {
        Description = "Leave texts in CSV as they are even where a spreadsheet would run them",
    };

    private readonly Option<int> _pageSize = new("--page-size")
    {
        HelpName = "N",
        Description = "Rows asked for in one request, 1 to 10,000; the vendor's largest is not known",
        DefaultValueFactory = _ => 500,
    };

    private readonly Option<bool> _encrypt = new("--encrypt")
    {
        Description = "One archive that gpg --decrypt opens, instead of a folder "
            + $"[env of the passphrase: {Variables.ExportPassphrase}]",
    };

    private readonly Option<string?> _passphraseFile = new("--encrypt-passphrase-file")
    {
        HelpName = "FILE",
        Description = "A file whose first line is the passphrase of the archive",
    };

    public ExportFlags() => _format.CompletionSources.Add("csv", "json", "sqlite", "parquet");

    public void AddTo(Command command)
    {
        command.Add(_folder);
        foreach (Option option in (ReadOnlySpan<Option>)[_out, _into, _format, _tidy, _full, _group,
            _encrypt, _passphraseFile, _allowFormulas, _csvForExcel, _pageSize])
        {
            command.Add(option);
        }
    }

    /// <summary>The database that is to grow; null for a folder.</summary>
    public string? Database(ParseResult parsed)
    {
        if (parsed.GetValue(_into) is not { } file)
        {
            return null;
        }

        foreach (Option option in (ReadOnlySpan<Option>)[_out, _format, _group, _encrypt, _passphraseFile, _allowFormulas, _csvForExcel])
        {
            if (parsed.GetResult(option) is { Implicit: false })
            {
                throw CommandException.Usage($"{option.Name} is for exports into a folder: leave it or --into out.");
            }
        }

        return parsed.GetValue(_folder) is null
            ? file
            : throw CommandException.Usage("A folder is for exports into one: leave it or --into out.");
    }

    public string Folder(ParseResult parsed) => (parsed.GetValue(_folder), parsed.GetValue(_out)) switch
    {
        ({ } folder, null) => folder,
        (null, { } folder) => folder,
        (null, null) => throw CommandException.Usage("Where to? Name a folder, as in: hl export --out backup"),
        _ => throw CommandException.Usage("FOLDER and --out are two ways to say one thing: keep one."),
    };

    public SiteExportOptions Read(ParseResult parsed, Host host, SiteId siteId)
    {
        int pageSize = parsed.GetValue(_pageSize);
        ExportFormat format = ParseFormat(parsed.GetRequiredValue(_format));
        if (parsed.GetValue(_csvForExcel) && format != ExportFormat.Csv)
        {
            throw CommandException.Usage("--csv-for-excel goes with --format csv.");
        }

        return new SiteExportOptions
        {
            SiteId = siteId,
            Format = format,
            Tidy = parsed.GetValue(_tidy),
            CsvForExcel = parsed.GetValue(_csvForExcel),
            Full = parsed.GetValue(_full),
            GroupId = parsed.GetValue(_group),
            AllowFormulas = parsed.GetValue(_allowFormulas),
            PageSize = pageSize is > 0 and <= 10_000
                ? pageSize
                : throw CommandException.Usage("--page-size wants a number from 1 to 10,000."),
            Passphrase = Passphrase(parsed, host),
        };
    }

    private static ExportFormat ParseFormat(string text) => text switch
    {
        "csv" => ExportFormat.Csv,
        "json" => ExportFormat.Json,
        "sqlite" => ExportFormat.Sqlite,
        "parquet" => ExportFormat.Parquet,
        _ => throw CommandException.Usage("--format wants csv, json, sqlite or parquet."),
    };

    /// <summary>From the file, the environment, or whoever sits there; never from the command line, which others can see.</summary>
    private string? Passphrase(ParseResult parsed, Host host)
    {
        string? file = parsed.GetValue(_passphraseFile);
        if (!parsed.GetValue(_encrypt))
        {
            return file is null ? null : throw CommandException.Usage("--encrypt-passphrase-file goes with --encrypt.");
        }

        string? passphrase = file is not null
            ? SecretFile.FirstLine(host.PathTo(file), "--encrypt-passphrase-file", "passphrase")
            : host.Variable(Variables.ExportPassphrase) ?? Ask(host);
        return string.IsNullOrWhiteSpace(passphrase)
            ? throw CommandException.Configuration(
                "The passphrase of the archive is missing or empty. "
                + $"Give --encrypt-passphrase-file FILE or set {Variables.ExportPassphrase}.")
            : passphrase;
    }

    /// <summary>Twice: what is typed wrong cannot be opened by anybody.</summary>
    private static string? Ask(Host host)
    {
        if (!host.Screen.CanAsk)
        {
            return null;
        }

        string first = HiddenPrompt.Ask("Passphrase of the archive: ", host);
        return HiddenPrompt.Ask("The same again: ", host) == first
            ? first
            : throw CommandException.Configuration("The two passphrases differ. Try again.");
    }
}

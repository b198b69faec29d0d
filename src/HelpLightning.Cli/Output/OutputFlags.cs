using System.CommandLine;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Settings;

namespace HelpLightning.Cli.Output;

/// <summary>The flags of every command that prints things: in which form, and what of them.</summary>
internal sealed class OutputFlags<T>(Host host, RowShape<T> shape, SettingSource settings)
{
    private readonly Option<string?> _format = new("--output", "-o")
    {
        HelpName = "FORMAT",
        Description = "table, json, ndjson or csv [default: a table on a terminal, else json]",
    };

    /// <summary>What other programs call it.</summary>
    private readonly Option<string?> _otherFormat = new("--format") { Hidden = true };

    private readonly Option<string?> _fields = new("--fields")
    {
        HelpName = "NAMES",
        Description = $"What to print, with commas between: {string.Join(", ", shape.Names)}",
    };

    private readonly Option<bool> _allowFormulas = new("--allow-formulas")
    {
        Description = "In CSV, leave texts as they are even where a spreadsheet would run them",
    };

    public void AddTo(Command command)
    {
        _format.CompletionSources.Add([.. Setting.Output.Values]);
        _fields.CompletionSources.Add(context => FieldCompletion.Of(context, shape.Names));
        command.Add(_format);
        command.Add(_otherFormat);
        command.Add(_fields);
        command.Add(_allowFormulas);
    }

    /// <summary>Was the form chosen on the command line?</summary>
    public bool IsChosen(ParseResult parsed) => parsed.GetResult(_format) is not null || parsed.GetResult(_otherFormat) is not null;

    /// <summary>Refuses what cannot be printed before anything is asked for.</summary>
    public RowPrinter<T> Open(ParseResult parsed, bool isOne = false)
    {
        OutputFormat format = Format(parsed);
        IReadOnlyList<Field<T>> fields = shape.Choose(parsed.GetValue(_fields), format, isOne);
        string[] names = [.. fields.Select(static f => f.Name)];
        RowWriter writer = format switch
        {
            OutputFormat.Json => new JsonRowWriter(names, isOne, host.Screen),
            OutputFormat.Ndjson => new NdjsonRowWriter(names, host.Screen),
            OutputFormat.Csv => new CsvRowWriter(names, AllowsFormulas(parsed), host.Screen),
            _ when isOne => new FactsRowWriter(names, host.Screen),
            _ => new TableRowWriter([.. fields.Select(static f => (f.Name, f.IsKey))], shape.Plural, host.Screen),
        };
        return new RowPrinter<T>(writer, fields);
    }

    public OutputFormat Format(ParseResult parsed)
    {
        SettingValue? value = settings.Find(parsed, Setting.Output, parsed.GetResult(_otherFormat) is null ? _format : _otherFormat);
        return value?.Text switch
        {
            null => host.OutputIsTerminal ? OutputFormat.Table : OutputFormat.Json,
            "table" => OutputFormat.Table,
            "json" => OutputFormat.Json,
            "ndjson" or "jsonl" => OutputFormat.Ndjson,
            "csv" => OutputFormat.Csv,
            _ when value.IsFromFlag => throw CommandException.Usage($"{value.Origin} wants table, json, ndjson or csv."),
            _ => throw CommandException.Configuration($"output of {value.Origin} wants table, json, ndjson or csv."),
        };
    }

    private bool AllowsFormulas(ParseResult parsed) =>
        parsed.GetValue(_allowFormulas) || settings.Find(parsed, Setting.AllowFormulas)?.Text == "true";
}

using System.CommandLine;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Doctor;
using HelpLightning.Cli.Doctor.Checks;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Output;
using HelpLightning.Cli.Settings;
using HelpLightning.Cli.Syntax;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl doctor</c>: does everything work, and if not, what to do.</summary>
internal static class DoctorCommand
{
    private static readonly Field<CheckResult>[] Fields =
    [
        new("check", static r => r.Check),
        new("status", static r => r.Status.ToString().ToLowerInvariant()),
        new("detail", static r => r.Detail),
        new("remedy", static r => r.Remedy),
    ];

    public static Command Build(Host host)
    {
        KeyOptions keys = new(host);
        AddressFlags address = new();
        Option<string> output = new("--output", "-o")
        {
            HelpName = "FORMAT",
            Description = "text, json or ndjson",
            DefaultValueFactory = _ => "text",
        };
        output.CompletionSources.Add("text", "json", "ndjson");
        HlCommand command = new("doctor", "Check settings, key, network, clock and access, and say what to do. Changes nothing",
            "hl doctor",
            "hl doctor --profile lab",
            "hl doctor -o json | jq -r '.[] | select(.status == \"failed\") | .remedy'")
        {
            output,
        };
        keys.AddTo(command);
        address.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using RowPrinter<CheckResult>? rows = Rows(parsed.GetValue(output)!, host.Screen);
            using Examination examination = new(parsed, keys, address, host);
            CheckLines lines = new(host);
            int exitCode = ExitCode.Done;
            await foreach (CheckResult result in Examiner.RunAsync(CheckList.All, examination, cancellation))
            {
                // The first failure is the innermost, and often the cause of others.
                exitCode = exitCode == ExitCode.Done && result.Status == CheckStatus.Failed ? result.ExitCode : exitCode;
                if (rows is null)
                {
                    lines.Write(result);
                }
                else
                {
                    rows.Print(result);
                    rows.Flush();
                }
            }

            if (rows is null)
            {
                lines.WriteSummary();
            }

            rows?.Finish();
            return exitCode;
        });
        return command;
    }

    /// <summary>Null for text. The profile's own output format is not asked for, because the profile may be what is broken.</summary>
    private static RowPrinter<CheckResult>? Rows(string format, Screen screen)
    {
        string[] names = [.. Fields.Select(static f => f.Name)];
        return format switch
        {
            "text" => null,
            "json" => new RowPrinter<CheckResult>(new JsonRowWriter(names, isOne: false, screen), Fields),
            "ndjson" => new RowPrinter<CheckResult>(new NdjsonRowWriter(names, screen), Fields),
            _ => throw CommandException.Usage("--output of hl doctor wants text, json or ndjson."),
        };
    }
}

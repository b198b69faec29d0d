using System.CommandLine;
using System.Globalization;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Downloads;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Output;
using HelpLightning.Cli.Progress;
using HelpLightning.Cli.Shapes;
using HelpLightning.Cli.Syntax;
using HelpLightning.Client;
using HelpLightning.Export;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl reports</c>.</summary>
internal static class ReportCommands
{
    public static Command Build(Host host) => new HlCommand("reports", "Reports that Help Lightning makes",
        "hl reports calls > calls.csv",
        "hl reports calls --out calls.zip")
    {
        Calls(host),
    };

    private static HlCommand Calls(Host host)
    {
        ReportFlags flags = new();
        ConnectionFlags connection = new(host);
        HlCommand command = new("calls", "The report of all calls: asked for, waited for, downloaded, checked",
            "hl reports calls > calls.csv",
            "hl reports calls --tidy > calls.csv",
            "hl reports calls --format json --out calls.zip",
            "hl reports calls --out calls.csv --extract --overwrite --timeout 2h")
        {
            TimeToStop = HlCommand.TimeToTidyUp,
        };
        flags.AddTo(command);
        connection.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            string? path = flags.Path(parsed);
            CallReportDownloadOptions options = flags.Options(parsed);
            flags.RequireNew(parsed, host, path);
            bool isTidy = flags.IsTidy(parsed);
            using ApiSession session = connection.Open(parsed);
            await RunAsync(host, options.Run.TimeLimit, progress => isTidy
                ? PrintAsync(session.Client, options, host, progress, cancellation)
                : SaveAsync(session.Client, path, options, host, progress, cancellation));
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task SaveAsync(
        EnterpriseClient client, string? path, CallReportDownloadOptions options, Host host, ReportLine progress,
        CancellationToken cancellation)
    {
        if (path is null)
        {
            using Stream output = host.OpenOutput();
            await new CallReportDownload(client, output, options with { Extract = true }).RunAsync(progress, cancellation);
            return;
        }

        CallReportDownloadResult result = await new CallReportDownload(client, host.PathTo(path), options)
            .RunAsync(progress, cancellation);
        progress.Dispose();
        host.Screen.Note(string.Create(CultureInfo.InvariantCulture, $"Saved {path}, {result.Bytes:N0} bytes."));
    }

    /// <summary>All of the report has come and been checked before the first row is printed.</summary>
    private static async Task PrintAsync(
        EnterpriseClient client, CallReportDownloadOptions options, Host host, ReportLine progress, CancellationToken cancellation)
    {
        string[] names = [.. ReportedCallShape.Fields.Select(static field => field.Name)];
        using RowPrinter<CallReportRow> printer = new(
            options.Format == ReportFormat.Json
                ? new JsonRowWriter(names, isOne: false, host.Screen)
                : new CsvRowWriter(names, allowFormulas: false, host.Screen),
            ReportedCallShape.Fields);
        await new CallReportDownload(client, Stream.Null, options with { Format = ReportFormat.Csv }).ReadAsync(
            printer.Print, progress, cancellation);
        progress.Dispose();
        printer.Finish();
    }

    private static async Task RunAsync(Host host, TimeSpan timeLimit, Func<ReportLine, Task> run)
    {
        using ReportLine progress = new(host);
        progress.Start();
        try
        {
            await run(progress);
        }
        catch (WithheldCall)
        {
            WithheldCall.SayRest(host, "hl waits until the report is ready, and downloads it");
            throw;
        }
        catch (InvalidDataException e)
        {
            throw new CommandException(ExitCode.Refused, e.Message);
        }
        catch (HelpLightningReportException e) when (!e.Report.HasFailed && !e.Report.IsComplete)
        {
            throw new CommandException(
                ExitCode.Refused, $"The report was not ready within {timeLimit:c}. Give it longer with --timeout.");
        }
        catch (OperationCanceledException)
        {
            throw new CommandException(ExitCode.Interrupted, "Interrupted. No file was written.");
        }
    }
}

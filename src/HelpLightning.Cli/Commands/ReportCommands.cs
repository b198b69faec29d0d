using System.CommandLine;
using System.Globalization;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Terminal;
using HelpLightning.Client;
using HelpLightning.Export;
using HelpLightning.Files;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl reports</c>.</summary>
internal static class ReportCommands
{
    public static Command Build(Screen screen) => new HlCommand("reports", "Reports that Help Lightning makes",
        "hl reports calls > calls.csv",
        "hl reports calls --out calls.zip")
    {
        Calls(screen),
    };

    private static HlCommand Calls(Screen screen)
    {
        ReportFlags flags = new();
        ConnectionFlags connection = new(screen);
        HlCommand command = new("calls", "The report of all calls: asked for, waited for, downloaded, checked",
            "hl reports calls > calls.csv",
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
            RequireNew(path, options);
            using ApiSession session = connection.Open(parsed);
            await RunAsync(session.Client, path, options, screen, cancellation);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>The library says the same, but knows no flags.</summary>
    private static void RequireNew(string? path, CallReportDownloadOptions options)
    {
        if (path is not null && !options.Overwrite && FileTarget.Find(path).Status.Kind == FileKind.Regular)
        {
            throw CommandException.Usage($"'{path}' is there already. Add --overwrite, or name another file.");
        }
    }

    private static async Task RunAsync(
        EnterpriseClient client, string? path, CallReportDownloadOptions options, Screen screen, CancellationToken cancellation)
    {
        using ReportLine progress = new(screen);
        progress.Start();
        try
        {
            if (path is null)
            {
                using Stream output = Output.StandardOutput.OpenRaw();
                await new CallReportDownload(client, output, options with { Extract = true }).RunAsync(progress, cancellation);
                return;
            }

            CallReportDownloadResult result = await new CallReportDownload(client, path, options).RunAsync(progress, cancellation);
            progress.Dispose();
            screen.Note(string.Create(CultureInfo.InvariantCulture, $"Saved {result.Path}, {result.Bytes:N0} bytes."));
        }
        catch (WithheldCall)
        {
            WithheldCall.SayRest(screen, "hl waits until the report is ready, and downloads it");
            throw;
        }
        catch (InvalidDataException e)
        {
            throw new CommandException(ExitCode.Refused, e.Message);
        }
        catch (HelpLightningReportException e) when (!e.Report.HasFailed && !e.Report.IsComplete)
        {
            throw new CommandException(ExitCode.Refused, $"The report was not ready within {options.Run.TimeLimit:c}. Give it longer with --timeout.");
        }
        catch (OperationCanceledException)
        {
            throw new CommandException(ExitCode.Interrupted, "Interrupted. No file was written.");
        }
    }
}

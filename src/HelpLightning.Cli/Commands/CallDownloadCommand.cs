using System.Globalization;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Downloads;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Output;
using HelpLightning.Cli.Progress;
using HelpLightning.Cli.Reporting;
using HelpLightning.Cli.Shapes;
using HelpLightning.Cli.Syntax;
using HelpLightning.Cli.Terminal;
using HelpLightning.Client;
using HelpLightning.Export;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl calls download</c>.</summary>
internal static class CallDownloadCommand
{
    private const int MostFailuresShown = 5;

    public static HlCommand Build(Host host)
    {
        CallDownloadFlags flags = new(host);
        ConnectionFlags connection = new(host);
        OutputFlags<AttachmentDownloadResult> output = new(host, AttachmentDownloadShape.Full, connection.Settings);
        HlCommand command = new("download", "Save recordings, captures and files of calls; run it again and it goes on where it was",
            "hl calls download CALL_ID --out attachments",
            "hl calls download --since 7d --tag Repair --out attachments",
            "cd attachments && sha256sum --check SHA256SUMS")
        {
            TimeToStop = HlCommand.TimeToTidyUp,
        };
        flags.AddTo(command);
        output.AddTo(command);
        connection.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            CallDownloadPlan plan = flags.Read(parsed);
            using RowPrinter<AttachmentDownloadResult> printer = output.Open(parsed, isOne: true);
            using ApiSession session = connection.Open(parsed);
            if (connection.IsWithheld(parsed))
            {
                await PrintFirstCallAsync(session.Client, plan.Calls(session.Client, cancellation), host, cancellation);
                return ExitCode.Done;
            }

            if (flags.CountsFromNow(parsed))
            {
                await session.AskServerTimeAsync(cancellation);
                plan = flags.Read(parsed, session.Now);
            }

            AttachmentDownloadResult result = await RunAsync(session.Client, plan, host, cancellation);
            printer.PrintOnly(result);
            return SayFailures(result, host);
        });
        return command;
    }

    /// <summary>The first call to the API prints itself and ends this; no folder is made for it.</summary>
    private static async Task PrintFirstCallAsync(
        EnterpriseClient client, IAsyncEnumerable<CallId> calls, Host host, CancellationToken cancellation)
    {
        try
        {
            await foreach (CallId call in calls)
            {
                await client.Attachments.ListAsync(call, cancellation);
            }
        }
        catch (WithheldCall)
        {
            WithheldCall.SayRest(host, "hl goes on with more calls, what each has, and the files");
            throw;
        }
    }

    private static async Task<AttachmentDownloadResult> RunAsync(
        EnterpriseClient client, CallDownloadPlan plan, Host host, CancellationToken cancellation)
    {
        using AttachmentDownloadLine progress = new(host);
        try
        {
            return await new AttachmentDownload(client, plan.Folder, plan.Options)
                .RunAsync(plan.Calls(client, cancellation), progress, cancellation);
        }
        catch (OperationCanceledException)
        {
            progress.Dispose();
            throw new CommandException(ExitCode.Interrupted, "Interrupted. What is there is kept: the same command again goes on with it.");
        }
    }

    private static int SayFailures(AttachmentDownloadResult result, Host host)
    {
        if (result.Failures.Count == 0)
        {
            return ExitCode.Done;
        }

        foreach (AttachmentDownloadFailure failure in result.Failures.Take(MostFailuresShown))
        {
            string what = failure.AttachmentId is { } id
                ? string.Create(CultureInfo.InvariantCulture, $"attachment {id} of {failure.CallId}")
                : $"the attachments of {failure.CallId}";
            host.Screen.Fail(Printable.Of($"{what}: {failure.Error.Message}"));
        }

        if (result.Failures.Count > MostFailuresShown)
        {
            host.Screen.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Failures.Count - MostFailuresShown:N0} more failed; manifest.csv says which and why."));
        }

        if (result.Failures.Any(static failure => Failure.MayPass(failure.Error)))
        {
            host.Screen.Note("What is there is kept: the same command again tries the rest.");
        }

        return ExitCode.Refused;
    }
}

using System.Globalization;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Output;
using HelpLightning.Cli.Shapes;
using HelpLightning.Cli.Terminal;
using HelpLightning.Client;
using HelpLightning.Export;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl calls download</c>.</summary>
internal static class CallDownloadCommand
{
    private const int MostFailuresShown = 5;

    public static HlCommand Build(Screen screen)
    {
        CallDownloadFlags flags = new();
        ConnectionFlags connection = new(screen);
        OutputFlags<AttachmentDownloadResult> output = new(screen, AttachmentDownloadShape.Full, connection.Settings);
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
                await PrintFirstCallAsync(session.Client, plan.Calls(session.Client, cancellation), screen, cancellation);
                return ExitCode.Done;
            }

            if (flags.CountsFromNow(parsed))
            {
                await session.AskServerTimeAsync(cancellation);
                plan = flags.Read(parsed, session.ServerNow);
            }

            AttachmentDownloadResult result = await RunAsync(session.Client, plan, screen, cancellation);
            printer.PrintOnly(result);
            return SayFailures(result, screen);
        });
        return command;
    }

    /// <summary>The first call to the API prints itself and ends this; no folder is made for it.</summary>
    private static async Task PrintFirstCallAsync(EnterpriseClient client, IAsyncEnumerable<CallId> calls, Screen screen, CancellationToken cancellation)
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
            WithheldCall.SayRest(screen, "hl goes on with more calls, what each has, and the files");
            throw;
        }
    }

    private static async Task<AttachmentDownloadResult> RunAsync(
        EnterpriseClient client, CallDownloadPlan plan, Screen screen, CancellationToken cancellation)
    {
        using AttachmentDownloadLine progress = new(screen);
        try
        {
            return await new AttachmentDownload(client, plan.Folder, plan.Options).RunAsync(plan.Calls(client, cancellation), progress, cancellation);
        }
        catch (OperationCanceledException)
        {
            progress.Dispose();
            throw new CommandException(ExitCode.Interrupted, "Interrupted. What is there is kept: the same command again goes on with it.");
        }
    }

    private static int SayFailures(AttachmentDownloadResult result, Screen screen)
    {
        if (result.Failures.Count == 0)
        {
            return ExitCode.Done;
        }

        foreach (AttachmentDownloadFailure failure in result.Failures.Take(MostFailuresShown))
        {
            string what = failure.AttachmentId is { } id ? string.Create(CultureInfo.InvariantCulture, $"attachment {id} of {failure.CallId}") : $"the attachments of {failure.CallId}";
            screen.Fail(Printable.Of($"{what}: {failure.Error.Message}"));
        }

        if (result.Failures.Count > MostFailuresShown)
        {
            screen.Note(string.Create(CultureInfo.InvariantCulture, $"{result.Failures.Count - MostFailuresShown:N0} more failed; manifest.csv says which and why."));
        }

        if (result.Failures.Any(static failure => Failure.MayPass(failure.Error)))
        {
            screen.Note("What is there is kept: the same command again tries the rest.");
        }

        return ExitCode.Refused;
    }
}

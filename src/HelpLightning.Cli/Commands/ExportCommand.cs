using System.CommandLine;
using System.Globalization;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Terminal;
using HelpLightning.Client;
using HelpLightning.Export;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl export</c>.</summary>
internal static class ExportCommand
{
    public static Command Build(Screen screen)
    {
        ConnectionFlags connection = new(screen);
        ExportFlags flags = new();
        HlCommand command = new("export", "Bring users, groups and calls home as tables; a run that is broken off goes on where it was",
            "hl export --out backup",
            "hl export --out backup --full --format sqlite",
            "hl export --out backup --encrypt --encrypt-passphrase-file passphrase.txt")
        {
            TimeToStop = HlCommand.TimeToTidyUp,
        };
        flags.AddTo(command);
        connection.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (connection.IsWithheld(parsed))
            {
                throw CommandException.Usage("An export makes many calls, and each depends on the one before. Try --curl with hl users list.");
            }

            string folder = flags.Folder(parsed);
            using ApiSession session = connection.Open(parsed, SiteExport.ClientOptionsFrom);
            SiteExport export = new(session.Client, folder, flags.Read(parsed, screen, session.SiteId));
            return await RunAsync(export, ConnectionFlags.IsVerbose(parsed), screen, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(SiteExport export, bool isVerbose, Screen screen, CancellationToken cancellation)
    {
        SiteExportResult result;
        try
        {
            using ExportLines progress = new(screen);
            result = await export.RunAsync(progress, cancellation);
        }
        catch (Exception e) when (e is HelpLightningException or OperationCanceledException or IOException)
        {
            int exitCode = Failure.Report(e, isVerbose, screen);
            if (Failure.MayPass(e))
            {
                screen.Note("What is there is kept: the same command again goes on with it.");
            }

            return exitCode;
        }

        if (result.WasResumed)
        {
            screen.Note("Went on with the export that was broken off.");
        }

        foreach (ExportWarning warning in result.Warnings)
        {
            screen.Warn(warning.Message);
        }

        if (result.GroupsGone > 0)
        {
            screen.Warn(string.Create(CultureInfo.InvariantCulture, $"{result.GroupsGone} groups were deleted meanwhile: they are in pods, without links."));
        }

        string what = result.Since is { } since ? string.Create(CultureInfo.InvariantCulture, $"what changed since {since:yyyy-MM-dd HH:mm:ss} UTC") : "everything";
        screen.Note($"Exported {what}: {string.Join(", ", result.Rows.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Key} {r.Value:N0}")))}.");
        screen.Out.WriteLine(result.Path);
        return ExitCode.Done;
    }
}

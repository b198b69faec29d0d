using System.CommandLine;
using System.Globalization;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Downloads;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Progress;
using HelpLightning.Cli.Reporting;
using HelpLightning.Cli.Syntax;
using HelpLightning.Client;
using HelpLightning.Export;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl export</c>.</summary>
internal static class ExportCommand
{
    public static Command Build(Host host)
    {
        ConnectionFlags connection = new(host);
        ExportFlags flags = new();
        HlCommand command = new("export", "Bring users, groups and calls home as tables; a run that is broken off goes on where it was",
            "hl export --out backup",
            "hl export --out backup --full --format sqlite",
            "hl export --out backup --encrypt --encrypt-passphrase-file passphrase.txt",
            "hl export --out backup --tidy --format json",
            "hl export --into site.sqlite")
        {
            TimeToStop = HlCommand.TimeToTidyUp,
        };
        flags.AddTo(command);
        connection.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (connection.IsWithheld(parsed))
            {
                throw CommandException.Usage(
                    "An export makes many calls, and each depends on the one before. Try --curl with hl users list.");
            }

            string? database = flags.Database(parsed);
            string path = host.PathTo(database ?? flags.Folder(parsed));
            using ApiSession session = connection.Open(parsed, SiteExport.ClientOptionsFrom);
            SiteExportOptions options = flags.Read(parsed, host, session.SiteId);
            return await RunAsync(
                database is null
                    ? new SiteExport(session.Client, path, options).RunAsync
                    : new SiteDatabase(session.Client, path, options).RunAsync,
                ConnectionFlags.IsVerbose(parsed), host, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        Func<IProgress<SiteExportProgress>, CancellationToken, Task<SiteExportResult>> export, bool isVerbose, Host host,
        CancellationToken cancellation)
    {
        SiteExportResult result;
        try
        {
            using ExportLines progress = new(host);
            result = await export(progress, cancellation);
        }
        catch (Exception e) when (e is HelpLightningException or OperationCanceledException or IOException)
        {
            int exitCode = Failure.Report(e, isVerbose, host.Screen);
            if (Failure.MayPass(e))
            {
                host.Screen.Note("What is there is kept: the same command again goes on with it.");
            }

            return exitCode;
        }

        if (result.WasResumed)
        {
            host.Screen.Note("Went on with the export that was broken off.");
        }

        foreach (ExportWarning warning in result.Warnings)
        {
            host.Screen.Warn(warning.Message);
        }

        if (result.GroupsGone > 0)
        {
            host.Screen.Warn(string.Create(
                CultureInfo.InvariantCulture, $"{result.GroupsGone} groups were deleted meanwhile: they are listed, without links."));
        }

        string what = result.Since is { } since
            ? string.Create(CultureInfo.InvariantCulture, $"what changed since {since:yyyy-MM-dd HH:mm:ss} UTC")
            : "everything";
        IEnumerable<string> rows = result.Rows.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Key} {r.Value:N0}"));
        host.Screen.Note($"Exported {what}: {string.Join(", ", rows)}.");
        host.Screen.Out.WriteLine(result.Path);
        return ExitCode.Done;
    }
}

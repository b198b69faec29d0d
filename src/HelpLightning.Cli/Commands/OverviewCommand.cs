using System.CommandLine;
using System.Globalization;
using System.Text;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Lookup;
using HelpLightning.Cli.Overview;
using HelpLightning.Cli.Overview.Counting;
using HelpLightning.Cli.Overview.Reading;
using HelpLightning.Cli.Progress;
using HelpLightning.Cli.Syntax;
using HelpLightning.Client;
using HelpLightning.Files;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl overview</c>.</summary>
internal static class OverviewCommand
{
    private const int PageSize = 100;
    private const int BufferSize = 64 * 1024;

    /// <summary>Looking at the clock for each row of an export would take longer than the row.</summary>
    private const int ProgressEvery = 1024;

    private static readonly NamedThing<Group> Named = new(
        "group", static (client, options) => client.Groups.ListAsync(null, options), static group => group.Id, static group => group.Name);

    public static Command Build(Host host)
    {
        OverviewFlags flags = new();
        ConnectionFlags connection = new(host, isOneCall: false);
        HlCommand command = new("overview", "A page with plots of the calls: one HTML file that opens anywhere and loads nothing",
            "hl overview --out page.html",
            "hl overview --from backup --time-zone Europe/Berlin --out page.html",
            "hl overview --group Hydraulics --names hidden --out - > page.html")
        {
            TimeToStop = HlCommand.TimeToTidyUp,
        };
        flags.AddTo(command);
        connection.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            string? path = flags.Path(parsed);
            FileRule rule = flags.Rule(parsed, host, path);

            // What was typed wrong is told before anybody is asked anything.
            _ = (flags.Period(parsed, host.Clock.GetUtcNow()), flags.Top(parsed), flags.HidesNames(parsed));
            (CallCount count, OverviewAbout about) = await ReadAsync(parsed, flags, connection, host, cancellation);
            Write(new OverviewPage(count, about), path, rule, host);
            if (path is not null)
            {
                host.Screen.Note(string.Create(
                    CultureInfo.InvariantCulture, $"Wrote {path}: {Words.Count(count.Now.Calls, "call")}, {Words.Period(count.Period)}."));
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<(CallCount Count, OverviewAbout About)> ReadAsync(
        ParseResult parsed, OverviewFlags flags, ConnectionFlags connection, Host host, CancellationToken cancellation)
    {
        try
        {
            if (flags.From(parsed) is { } from)
            {
                connection.HeedProgress(parsed);
                return ReadExport(parsed, flags, from, host, cancellation);
            }

            using ApiSession session = connection.Open(parsed);
            return await ReadSiteAsync(parsed, flags, session, host, cancellation);
        }
        catch (OperationCanceledException)
        {
            throw new CommandException(ExitCode.Interrupted, "Interrupted. No page was written.");
        }
    }

    private static (CallCount Count, OverviewAbout About) ReadExport(
        ParseResult parsed, OverviewFlags flags, string from, Host host, CancellationToken cancellation)
    {
        ExportPlace place = ExportPlace.Find(host.PathTo(from), from);
        ExportedCalls calls = new(place);
        string? group = flags.Group(parsed) is { } typed ? calls.GroupName(typed) : null;
        CallCount count = new(flags.Period(parsed, place.MadeAt), group);
        using StatusLine progress = new(host);
        int read = 0;
        foreach (OverviewCall call in calls.Read())
        {
            count.Add(call);
            if (++read % ProgressEvery == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress.Show(() => Progress(read));
            }
        }

        List<string> remarks = [];
        if (!place.IsWhole)
        {
            remarks.Add("The export holds only what changed since another one, so calls may be missing.");
        }
        else if (count.Before.Calls > 0 && count.Earliest > count.Period.BeforeSince.AddDays(1) && group is null)
        {
            remarks.Add($"The first call of the export is of {Words.Time(count.Period.Local(count.Earliest.Value))}, "
                + "so the time before that is compared with is not whole.");
        }

        if (!calls.KnowsParticipants)
        {
            remarks.Add("The export has no table of who took part, so only callers and those they reached count as active.");
        }

        return (count, About(parsed, flags, $"the export {place.Name}", place.MadeAt, remarks));
    }

    private static async Task<(CallCount Count, OverviewAbout About)> ReadSiteAsync(
        ParseResult parsed, OverviewFlags flags, ApiSession session, Host host, CancellationToken cancellation)
    {
        await session.AskServerTimeAsync(cancellation);
        string? group = flags.Group(parsed) is { } typed ? await FindGroupAsync(session.Client, typed, host, cancellation) : null;
        Period period = flags.Period(parsed, session.Now);
        CallCount count = new(period, group);
        using StatusLine progress = new(host);
        int read = 0;
        ListOptions options = new() { PageSize = PageSize };

        // The API refuses a time before 1970, at which nobody called.
        DateTimeOffset from = period.BeforeSince > DateTimeOffset.UnixEpoch ? period.BeforeSince : DateTimeOffset.UnixEpoch;
        await foreach (Call call in session.Client.Calls.ListSinceAsync(from, options, cancellation))
        {
            count.Add(SiteCalls.Of(call));
            read++;
            progress.Show(() => Progress(read));
        }

        return (count, About(parsed, flags, $"site {session.SiteId}", session.Now, []));
    }

    /// <summary>Calls tell their groups by name.</summary>
    private static async Task<string> FindGroupAsync(EnterpriseClient client, string typed, Host host, CancellationToken cancellation)
    {
        long id = await Named.FindAsync(client, typed, host, cancellation);
        return (await client.Groups.GetAsync(id, cancellation)).Name ?? "";
    }

    private static string Progress(int read) => string.Create(CultureInfo.InvariantCulture, $"{read:N0} calls read");

    private static OverviewAbout About(
        ParseResult parsed, OverviewFlags flags, string source, DateTimeOffset madeAt, IReadOnlyList<string> remarks) =>
        new(source, madeAt, flags.Top(parsed), flags.HidesNames(parsed), remarks);

    private static void Write(OverviewPage page, string? path, FileRule rule, Host host)
    {
        if (path is null)
        {
            using StreamWriter output = host.Screen.OpenText();
            page.Write(output);
            return;
        }

        DurableFile.Write(
            host.PathTo(path),
            stream =>
            {
                using StreamWriter output =
                    new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferSize, leaveOpen: true) { NewLine = "\n" };
                page.Write(output);
            },
            rule);
    }
}

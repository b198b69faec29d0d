using System.Globalization;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Terminal;
using HelpLightning.Export;

namespace HelpLightning.Cli.Progress;

/// <summary>
/// A line on standard error for each table: while it grows, its rows, speed and time left, rewritten in place once it has
/// taken a second; then how long it took. Nothing when it is no terminal.
/// </summary>
internal sealed class ExportLines(Host host) : IProgress<SiteExportProgress>, IDisposable
{
    private readonly StatusLine _line = new(host);

    public void Report(SiteExportProgress value)
    {
        if (!value.IsDone)
        {
            _line.Show(() => Growing(value));
        }
        else if (host.Screen.ProgressIsWanted && host.Screen.ErrorIsTerminal)
        {
            _line.Erase();
            string mark = Ansi.Paint("✓", Ansi.Green, host.Screen.ErrorHasColor);
            host.Screen.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{mark} {Label(value.Table),-8} {value.Rows,11:N0} {Unit(value.Table),-6} {Seconds(value.Elapsed),8}"));
        }
    }

    public void Dispose() => _line.Dispose();

    private static string Growing(SiteExportProgress value)
    {
        string total = value.Total is { } all ? string.Create(CultureInfo.InvariantCulture, $" of {all:N0}") : "";
        string left = value.TimeLeft is { } time ? $", {Seconds(time)} left" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"  {Label(value.Table),-8} {value.Rows,11:N0}{total} {Unit(value.Table)}, {value.RowsPerSecond:N0}/s{left}");
    }

    private static string Label(string table) => table switch
    {
        "pods" => "groups",
        "pods_users" or "groups_users" => "members",
        "calls_comments" => "comments",
        _ => table,
    };

    /// <summary>The links of groups are counted by the groups that are read.</summary>
    private static string Unit(string table) => table is "pods_users" or "groups_users" ? "groups" : "rows";

    private static string Seconds(TimeSpan time) => time.TotalSeconds >= 90
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalMinutes):0} min {time.Seconds:00} s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");
}

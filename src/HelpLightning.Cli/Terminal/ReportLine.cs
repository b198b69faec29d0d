using System.Globalization;
using HelpLightning.Client;

namespace HelpLightning.Cli.Terminal;

/// <summary>How far a report is: what the server says and since when, then a bar for the download.</summary>
internal sealed class ReportLine(Screen screen) : IProgress<ReportProgress>, IDisposable
{
    private const int BarWidth = 30;

    private readonly StatusLine _line = new(screen);
    private long _downloadStart;

    public void Report(ReportProgress value)
    {
        if (value.Download is not { } download)
        {
            _line.Show(() => string.Create(CultureInfo.InvariantCulture, $"The report is being made: {Printable.Of(value.Status ?? "no status")}, {value.Elapsed.TotalSeconds:0} s"));
            return;
        }

        _downloadStart = _downloadStart == 0 ? TimeProvider.System.GetTimestamp() : _downloadStart;
        _line.Show(() => $"{Bar(download)} {ByteText.Of(download.BytesReceived)}, {ByteText.Rate(download.BytesReceived, TimeProvider.System.GetElapsedTime(_downloadStart))}");
    }

    public void Dispose() => _line.Dispose();

    private static string Bar(DownloadProgress download)
    {
        if (download.TotalBytes is not > 0)
        {
            return "Downloading:";
        }

        double part = Math.Min(1, (double)download.BytesReceived / download.TotalBytes.Value);
        int full = (int)(part * BarWidth);
        return string.Create(CultureInfo.InvariantCulture, $"[{new string('#', full)}{new string('.', BarWidth - full)}] {(int)(part * 100),3} %");
    }
}

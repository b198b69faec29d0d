using System.Globalization;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Terminal;
using HelpLightning.Client;

namespace HelpLightning.Cli.Progress;

/// <summary>How far a report is: what the server says and since when, then a bar for the download.</summary>
internal sealed class ReportLine(Host host) : IProgress<ReportProgress>, IDisposable
{
    private const int BarWidth = 30;

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(0.5);

    private readonly StatusLine _line = new(host, isPatient: false);
    private readonly long _start = host.Clock.GetTimestamp();
    private readonly Lock _lock = new();
    private Timer? _clock;
    private string? _status;
    private long _downloadStart;

    /// <summary>From now on the line is there, and its seconds go by between two looks at the server.</summary>
    public void Start()
    {
        _clock = new Timer(_ => ShowWait(), state: null, Pace, Pace);
        ShowWait();
    }

    public void Report(ReportProgress value)
    {
        if (value.Download is not { } download)
        {
            _status = value.Status;
            ShowWait();
            return;
        }

        StopClock();
        _downloadStart = _downloadStart == 0 ? host.Clock.GetTimestamp() : _downloadStart;
        _line.Show(() =>
        {
            string rate = ByteText.Rate(download.BytesReceived, host.Clock.GetElapsedTime(_downloadStart));
            return $"{Bar(download)} {ByteText.Of(download.BytesReceived)}, {rate}";
        });
    }

    public void Dispose()
    {
        StopClock();
        _line.Dispose();
    }

    private void ShowWait()
    {
        lock (_lock)
        {
            if (_clock is not null)
            {
                _line.Show(() =>
                {
                    string said = _status is null ? "" : $" (the server says: {Printable.Of(_status)})";
                    double seconds = host.Clock.GetElapsedTime(_start).TotalSeconds;
                    return string.Create(CultureInfo.InvariantCulture, $"The report is being made, {seconds:0} s{said}");
                });
            }
        }
    }

    /// <summary>Under the lock, so that no line comes after it.</summary>
    private void StopClock()
    {
        lock (_lock)
        {
            _clock?.Dispose();
            _clock = null;
        }
    }

    private static string Bar(DownloadProgress download)
    {
        if (download.TotalBytes is not > 0)
        {
            return "Downloading:";
        }

        double part = Math.Min(1, (double)download.BytesReceived / download.TotalBytes.Value);
        int full = (int)(part * BarWidth);
        return string.Create(
            CultureInfo.InvariantCulture, $"[{new string('#', full)}{new string('.', BarWidth - full)}] {(int)(part * 100),3} %");
    }
}

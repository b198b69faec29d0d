using System.Globalization;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Terminal;
using HelpLightning.Export;

namespace HelpLightning.Cli.Progress;

/// <summary>How far a download of attachments is: files, bytes, speed.</summary>
internal sealed class AttachmentDownloadLine(Host host) : IProgress<AttachmentDownloadProgress>, IDisposable
{
    private readonly StatusLine _line = new(host);
    private readonly long _start = host.Clock.GetTimestamp();

    public void Report(AttachmentDownloadProgress value) => _line.Show(() => string.Create(
        CultureInfo.InvariantCulture,
        $"{value.FilesDone:N0} of {value.FilesFound:N0} files, {Speed(value.BytesReceived)}"));

    public void Dispose() => _line.Dispose();

    private string Speed(long bytes) => $"{ByteText.Of(bytes)}, {ByteText.Rate(bytes, host.Clock.GetElapsedTime(_start))}";
}

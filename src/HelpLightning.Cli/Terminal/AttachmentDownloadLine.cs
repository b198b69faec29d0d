using System.Globalization;
using HelpLightning.Export;

namespace HelpLightning.Cli.Terminal;

/// <summary>How far a download of attachments is: files, bytes, speed.</summary>
internal sealed class AttachmentDownloadLine(Screen screen) : IProgress<AttachmentDownloadProgress>, IDisposable
{
    private readonly StatusLine _line = new(screen);
    private readonly long _start = TimeProvider.System.GetTimestamp();

    public void Report(AttachmentDownloadProgress value) => _line.Show(() => string.Create(
        CultureInfo.InvariantCulture,
        $"{value.FilesDone:N0} of {value.FilesFound:N0} files, {ByteText.Of(value.BytesReceived)}, {ByteText.Rate(value.BytesReceived, TimeProvider.System.GetElapsedTime(_start))}"));

    public void Dispose() => _line.Dispose();
}

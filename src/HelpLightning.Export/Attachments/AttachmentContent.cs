using System.IO.Pipelines;
using HelpLightning.Client;

namespace HelpLightning.Export;

/// <summary>
/// The content of an attachment while it comes. To dispose of it before its end breaks the download off.
/// </summary>
public sealed class AttachmentContent : IAsyncDisposable
{
    /// <summary>So much waits for its reader: more than one piece, or the length would never be known.</summary>
    private const int MostWaiting = 1024 * 1024;

    private readonly Pipe _pipe = new(new PipeOptions(
        pauseWriterThreshold: MostWaiting, resumeWriterThreshold: MostWaiting / 2, useSynchronizationContext: false));
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop;
    private readonly Action<long> _received;
    private Task _pump = Task.CompletedTask;
    private long _bytes;
    private bool _isDisposed;

    private AttachmentContent(Action<long> received, CancellationToken cancellationToken)
    {
        _received = received;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Stream = _pipe.Reader.AsStream();
    }

    /// <summary>
    /// To be read once, from the beginning to the end. It ends when all is there; when the rest does not come, reading throws a
    /// <see cref="HelpLightningException"/>. So what was read to its end is whole.
    /// </summary>
    public Stream Stream { get; }

    /// <summary>So many bytes there will be; null when the server does not say.</summary>
    public long? Length { get; private set; }

    /// <summary>So many bytes have come. After the end of <see cref="Stream"/> that is what the file has.</summary>
    public long BytesReceived => Volatile.Read(ref _bytes);

    /// <summary>Breaks off what has not come yet.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        await Stream.DisposeAsync().ConfigureAwait(false);
        await _pump.ConfigureAwait(false);
        _stop.Dispose();
    }

    internal static async Task<AttachmentContent> OpenAsync(
        Func<Stream, IProgress<DownloadProgress>, CancellationToken, Task<long>> download, Action<long> received,
        CancellationToken cancellationToken)
    {
        AttachmentContent content = new(received, cancellationToken);
        content._pump = Task.Run(() => content.PumpAsync(download), CancellationToken.None);
        try
        {
            await content._begun.Task.ConfigureAwait(false);
            return content;
        }
        catch
        {
            await content.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private void Begin(long? length)
    {
        if (!_begun.Task.IsCompleted)
        {
            Length = length;
            _begun.TrySetResult();
        }
    }

    /// <summary>Never fails: whoever reads is told.</summary>
    private async Task PumpAsync(Func<Stream, IProgress<DownloadProgress>, CancellationToken, Task<long>> download)
    {
        try
        {
            long length = await download(_pipe.Writer.AsStream(leaveOpen: true), new Told(this), _stop.Token).ConfigureAwait(false);
            Begin(length);
            await _pipe.Writer.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _begun.TrySetException(e);
            await _pipe.Writer.CompleteAsync(e).ConfigureAwait(false);
        }
    }

    private sealed class Told(AttachmentContent content) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value)
        {
            content._received(value.BytesReceived - content._bytes);
            Volatile.Write(ref content._bytes, value.BytesReceived);
            content.Begin(value.TotalBytes);
        }
    }
}

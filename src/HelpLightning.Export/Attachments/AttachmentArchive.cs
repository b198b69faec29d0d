namespace HelpLightning.Export;

/// <summary>
/// A folder of attachments that stays open: each file whole under its name or not at all, what was broken off gone on with, what is there
/// not fetched again. Files lie at <c>CALL_ID/ATTACHMENT_ID/NAME</c>; <c>manifest.csv</c> tells what became of each,
/// <c>SHA256SUMS</c> is for <c>sha256sum -c</c>; both follow the changes and are right at the end.
/// <para>
/// One at a time has a folder, whichever process it is in: from the first use, or <see cref="Open"/>, until it is disposed of. So all who
/// fetch into a folder in one process share one of these; it is safe for many threads.
/// </para>
/// </summary>
public sealed class AttachmentArchive : IAttachmentArchive, IDisposable
{
    private const int DiskFull = 28;
    private const int DiskFullOnWindows = 112;

    private readonly AttachmentArchiveOptions _options;
    private readonly AttachmentGate _gate = new();
    private readonly Lock _opening = new();
    private Opened? _opened;
    private bool _isDisposed;

    /// <param name="folder">Where; made when it is not there. Nothing is touched yet.</param>
    /// <param name="options">How.</param>
    public AttachmentArchive(string folder, AttachmentArchiveOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(options);
        Folder = Path.GetFullPath(folder);
        _options = options;
    }

    /// <summary>The folder's full name.</summary>
    public string Folder { get; }

    /// <summary>
    /// Makes and takes the folder now, to hear at once that it cannot be had. Otherwise the first use does; one that failed is tried again.
    /// </summary>
    /// <exception cref="IOException">The folder cannot be written, or another process has it.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public void Open() => Use();

    /// <inheritdoc/>
    /// <exception cref="IOException">The folder cannot be written, or another process has it.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public ValueTask<bool> ContainsAsync(AttachmentKey key, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Use().Fetch.Find(key) is not null);

    /// <inheritdoc/>
    /// <exception cref="IOException">The folder cannot be written, or another process has it. What is there stays.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public async Task<StoredAttachment> StoreAsync(AttachmentSource source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        Opened opened = Use();
        using IDisposable turn = await _gate.EnterAsync(source.Key, cancellationToken).ConfigureAwait(false);
        if (opened.Fetch.Find(source.Key) is { } bytes)
        {
            return new StoredAttachment(IsNew: false, bytes);
        }

        try
        {
            return new StoredAttachment(IsNew: true, await opened.Fetch.RunAsync(source, cancellationToken).ConfigureAwait(false));
        }
        catch (IOException e) when ((e.HResult & 0xffff) is DiskFull or DiskFullOnWindows)
        {
            throw new IOException($"{e.Message.TrimEnd('.')}. Make room: what is there stays, and the next attempt goes on with it.", e);
        }
        finally
        {
            opened.Lists.Change();
        }
    }

    /// <summary>Writes <c>manifest.csv</c> and <c>SHA256SUMS</c> now.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be written.</exception>
    public void WriteManifest() => Use().Lists.Write();

    /// <summary>
    /// Writes the lists a last time, if the disk takes them, and lets go of the folder. Whoever still fetches into it must have ended.
    /// </summary>
    public void Dispose()
    {
        try
        {
            Finish();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Why a run ended matters more than its lists, which the next one writes.
        }
    }

    /// <summary>The end of a run that went well, whose lists have to be right.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be written.</exception>
    internal void Finish()
    {
        lock (_opening)
        {
            _isDisposed = true;
            if (_opened is not { } opened)
            {
                return;
            }

            _opened = null;
            opened.Lists.Dispose();
            using AttachmentLog log = opened.Log;
            opened.Lists.Write();

            // Last, as the lock goes with the file that this replaces.
            log.Shorten();
        }
    }

    private Opened Use()
    {
        lock (_opening)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _opened ??= OpenFolder();
        }
    }

    private Opened OpenFolder()
    {
        if (File.Exists(Folder))
        {
            throw new IOException($"'{Folder}' is a file, not a directory. Name another one.");
        }

        Directory.CreateDirectory(Folder);
        AttachmentLog log = AttachmentLog.Open(Folder);
        AttachmentLists lists = new(Folder, log, _options);

        // A run that was killed left old ones.
        lists.Change();
        return new Opened(log, lists, new AttachmentFetch(Folder, log, _options.TimeProvider));
    }

    private sealed record Opened(AttachmentLog Log, AttachmentLists Lists, AttachmentFetch Fetch);
}

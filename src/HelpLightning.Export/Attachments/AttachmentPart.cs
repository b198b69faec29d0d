using HelpLightning.Client;

namespace HelpLightning.Export;

/// <summary>
/// The part of an attachment that is there. Now and then it is flushed to the disk, and then the log is told how much that is: after a
/// loss of power a file can have its length, but zeros or old bytes in place of what was received last, so only what the log
/// tells of is trusted.
/// </summary>
internal sealed class AttachmentPart : IProgress<DownloadProgress>
{
    /// <summary>What is received again at the most after a kill. To flush costs time, more often than this it would be felt.</summary>
    private const long MostUnsafeBytes = 16 * 1024 * 1024;

    private static readonly TimeSpan LongestUnsafe = TimeSpan.FromSeconds(10);

    private readonly AttachmentLog _log;
    private readonly FileStream _part;
    private readonly Action<long> _received;
    private readonly TimeProvider _clock;
    private AttachmentEntry _entry;
    private long _there;
    private long _flushed;

    private AttachmentPart(AttachmentLog log, AttachmentEntry entry, FileStream part, Action<long> received, TimeProvider clock)
    {
        _log = log;
        _entry = entry;
        _part = part;
        _received = received;
        _clock = clock;
        _there = part.Length;
        _flushed = clock.GetTimestamp();
    }

    /// <summary>The server's name for the version that is there.</summary>
    public string? EntityTag => _entry.EntityTag;

    /// <summary>Goes on with what is there; null to begin anew.</summary>
    public DownloadResume? Resume => EntityTag is { } tag ? new DownloadResume(tag) : null;

    /// <summary>
    /// Cuts off what is not known to have been received. When less is there than is known, such as nothing because somebody deleted it,
    /// what is known is put right first: else the next run would trust what comes now up to there, on the disk or not.
    /// </summary>
    /// <param name="log">Where is written what is known.</param>
    /// <param name="entry">What is written there.</param>
    /// <param name="known">What an earlier run wrote there; null for nothing.</param>
    /// <param name="part">The file; not closed.</param>
    /// <param name="received">Told how many bytes came, and a negative number when some are thrown away.</param>
    /// <param name="clock">For how often.</param>
    public static AttachmentPart GoOn(
        AttachmentLog log, AttachmentEntry entry, AttachmentEntry? known, FileStream part, Action<long> received, TimeProvider clock)
    {
        long trusted = known?.TrustedBytes ?? 0;
        part.SetLength(Math.Min(part.Length, trusted));
        AttachmentEntry there = entry with { EntityTag = known?.EntityTag, SafeBytes = part.Length };
        if (there.TrustedBytes < trusted)
        {
            log.Add(there, isForGood: true);
        }

        return new AttachmentPart(log, there, part, received, clock);
    }

    public void Report(DownloadProgress value)
    {
        if (value.EntityTag != EntityTag || value.BytesReceived < _there)
        {
            // The file was begun anew, as of another version: of that, nothing is safe yet.
            _entry = _entry with { EntityTag = value.EntityTag, SafeBytes = null };
            _log.Add(_entry);
        }

        long came = value.BytesReceived - _there;
        _there = value.BytesReceived;
        _received(came);
        if (_there - (_entry.SafeBytes ?? 0) >= MostUnsafeBytes || _clock.GetElapsedTime(_flushed) >= LongestUnsafe)
        {
            MakeSafe();
        }
    }

    /// <summary>For a run that ends. What cannot be made safe is received again, and why the run ended matters more.</summary>
    public void TryMakeSafe()
    {
        try
        {
            MakeSafe();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The log still tells of less.
        }
    }

    /// <summary>First the bytes, then what tells of them.</summary>
    private void MakeSafe()
    {
        if (EntityTag is null)
        {
            // Nobody can go on with it.
            return;
        }

        _part.Flush(flushToDisk: true);
        _flushed = _clock.GetTimestamp();

        // A write that failed may have left some bytes more.
        long safe = Math.Min(_there, _part.Length);
        if (safe != (_entry.SafeBytes ?? 0))
        {
            _entry = _entry with { SafeBytes = safe };
            _log.Add(_entry, isForGood: true);
        }
    }
}

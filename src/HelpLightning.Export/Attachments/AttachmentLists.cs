namespace HelpLightning.Export;

/// <summary>Writes the two lists of a folder anew soon after something changed, once for many changes.</summary>
internal sealed class AttachmentLists : IDisposable
{
    /// <summary>Of a large folder the lists take long: so many times as long they are left alone.</summary>
    private const int RestAfterWriting = 20;

    private readonly string _folder;
    private readonly AttachmentLog _log;
    private readonly TimeSpan _delay;
    private readonly TimeProvider _clock;
    private readonly ITimer? _timer;
    private readonly Lock _writing = new();
    private int _changed;
    private bool _isClosed;
    private TimeSpan _lastTook;

    public AttachmentLists(string folder, AttachmentLog log, AttachmentArchiveOptions options)
    {
        _folder = folder;
        _log = log;
        _delay = options.ManifestDelay;
        _clock = options.TimeProvider;
        _timer = _delay == Timeout.InfiniteTimeSpan
            ? null
            : _clock.CreateTimer(
                static lists => ((AttachmentLists)lists!).TryWrite(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The lists are no longer right.</summary>
    public void Change()
    {
        if (Interlocked.Exchange(ref _changed, 1) == 0)
        {
            Schedule();
        }
    }

    /// <exception cref="IOException">They cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be written.</exception>
    public void Write()
    {
        lock (_writing)
        {
            long start = _clock.GetTimestamp();

            // Before they are read: what changes from here on is for the next time.
            Interlocked.Exchange(ref _changed, 0);
            AttachmentManifest.Write(_folder, _log.Entries);
            _lastTook = _clock.GetElapsedTime(start);
        }
    }

    /// <summary>Afterwards nothing is written any more.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        lock (_writing)
        {
            _isClosed = true;
        }
    }

    private void Schedule()
    {
        TimeSpan rest = _lastTook * RestAfterWriting;
        _timer?.Change(rest > _delay ? rest : _delay, Timeout.InfiniteTimeSpan);
    }

    private void TryWrite()
    {
        lock (_writing)
        {
            if (_isClosed)
            {
                return;
            }

            try
            {
                Write();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Whoever stores next is told of the same disk. Meanwhile it is tried again.
                Interlocked.Exchange(ref _changed, 1);
                _timer?.Change(TimeSpan.FromMinutes(1), Timeout.InfiniteTimeSpan);
            }
        }
    }
}

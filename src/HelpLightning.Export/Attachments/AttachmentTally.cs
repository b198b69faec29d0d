using HelpLightning.Client;

namespace HelpLightning.Export;

/// <summary>Counts what happens. Safe for many threads; progress is told by one at a time.</summary>
internal sealed class AttachmentTally(IProgress<AttachmentDownloadProgress>? progress)
{
    private readonly Lock _lock = new();
    private readonly List<AttachmentDownloadFailure> _failures = [];
    private int _found;
    private int _done;
    private long _bytes;
    private int _fetched;
    private long _fetchedBytes;
    private int _skipped;
    private int _gone;

    public AttachmentDownloadResult Result
    {
        get
        {
            lock (_lock)
            {
                return new AttachmentDownloadResult
                {
                    Fetched = _fetched,
                    FetchedBytes = _fetchedBytes,
                    Skipped = _skipped,
                    Gone = _gone,
                    Failures = [.. _failures],
                };
            }
        }
    }

    public void Find()
    {
        lock (_lock)
        {
            _found++;
            Tell();
        }
    }

    public void Receive(long bytes)
    {
        lock (_lock)
        {
            // What is fetched again because the file changed came as well.
            _bytes += Math.Max(0, bytes);
            Tell();
        }
    }

    public void Fail(CallId call, HelpLightningException error)
    {
        lock (_lock)
        {
            _failures.Add(new AttachmentDownloadFailure(call, null, error));
            Tell();
        }
    }

    public void Add(StoredAttachment stored)
    {
        lock (_lock)
        {
            _done++;
            if (stored.IsNew)
            {
                _fetched++;
                _fetchedBytes += stored.Bytes;
            }
            else
            {
                _skipped++;
            }

            Tell();
        }
    }

    public void Miss()
    {
        lock (_lock)
        {
            _done++;
            _gone++;
            Tell();
        }
    }

    public void Fail(AttachmentKey key, Exception error)
    {
        lock (_lock)
        {
            _done++;
            _failures.Add(new AttachmentDownloadFailure(key.CallId, key.AttachmentId, error));
            Tell();
        }
    }

    private void Tell() => progress?.Report(new AttachmentDownloadProgress(_done, _found, _bytes));
}

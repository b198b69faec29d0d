using System.Security.Cryptography;

namespace HelpLightning.Proxy;

/// <summary>
/// What a file says, as it changes. It is looked at now and then while somebody asks, on a thread of its own, and what tells one version
/// from the next is its content: whether it was written in place, renamed into its place or reached by a link that was moved. A content
/// that cannot be used leaves the last good one in force.
/// </summary>
/// <typeparam name="T">What is made of the content.</typeparam>
internal sealed class FollowedFile<T>
    where T : class
{
    /// <summary>Between two looks while nothing is amiss.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Who missed something may have it looked at sooner, but no stranger may have a disk read at each request.</summary>
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(100);

    private readonly string _path;
    private readonly int _largest;
    private readonly Func<byte[], T> _read;
    private readonly TimeProvider _clock;
    private volatile T _current;
    private volatile string? _problem;
    private Task? _look;
    private byte[] _digest;
    private long _lookedAt;

    /// <param name="path">The file; read now.</param>
    /// <param name="largest">Bytes; a larger file is another file.</param>
    /// <param name="read">Makes something of the content, or throws <see cref="InvalidDataException"/>.</param>
    /// <param name="clock">The time.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="InvalidDataException">It cannot be used.</exception>
    public FollowedFile(string path, int largest, Func<byte[], T> read, TimeProvider clock)
    {
        _path = path;
        _largest = largest;
        _read = read;
        _clock = clock;
        byte[] content = ReadContent();
        _digest = SHA256.HashData(content);
        _current = read(content);
        _lookedAt = clock.GetTimestamp();
    }

    /// <summary>What is in force. Nobody waits for the disk here.</summary>
    public T Current
    {
        get
        {
            if (_clock.GetElapsedTime(Volatile.Read(ref _lookedAt)) >= Interval)
            {
                _ = LookAsync();
            }

            return _current;
        }
    }

    /// <summary>Why the file could not be used at the last look, so that its old content is in force; null when it could.</summary>
    public string? Problem => _problem;

    /// <summary>For who missed something: what is in force after a look, if the last one was not just now.</summary>
    public async ValueTask<T> LookAgainAsync(CancellationToken cancellationToken)
    {
        if (_clock.GetElapsedTime(Volatile.Read(ref _lookedAt)) >= ShortestInterval)
        {
            await LookAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return _current;
    }

    private Task LookAsync()
    {
        TaskCompletionSource mine = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Interlocked.CompareExchange(ref _look, mine.Task, null) is { } running)
        {
            return running;
        }

        _ = Task.Run(() =>
        {
            try
            {
                Look();
            }
            finally
            {
                Volatile.Write(ref _lookedAt, _clock.GetTimestamp());
                Volatile.Write(ref _look, null);
                mine.SetResult();
            }
        });
        return mine.Task;
    }

    private void Look()
    {
        try
        {
            byte[] content = ReadContent();
            byte[] digest = SHA256.HashData(content);
            if (!digest.AsSpan().SequenceEqual(_digest))
            {
                _current = _read(content);
                _digest = digest;
            }

            _problem = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            _problem = e.Message;
        }
    }

    private byte[] ReadContent()
    {
        using FileStream file = new(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        byte[] buffer = new byte[_largest + 1];
        int length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return length <= _largest
            ? buffer[..length]
            : throw new InvalidDataException($"'{_path}' is larger than {_largest / 1024} KiB: is it the right file?");
    }
}

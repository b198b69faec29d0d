using System.Security.Cryptography;

namespace HelpLightning.Proxy;

/// <summary>
/// What a file says, as it changes: written in place, renamed into its place or reached by a link that was moved. It is looked at when
/// somebody asks, once a second at most, and what tells one version from the next is its content. One that cannot be used leaves the
/// last good one in force. Safe for many threads, of which one looks while the others go on with what is in force.
/// </summary>
/// <typeparam name="T">What is made of the content.</typeparam>
internal sealed class FollowedFile<T>
    where T : class
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Who missed something may have it looked at sooner, but no stranger may have a disk read at each request.</summary>
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(100);

    private readonly Func<byte[]> _readBytes;
    private readonly Func<byte[], T> _parse;
    private readonly TimeProvider _clock;
    private readonly Lock _looking = new();
    private volatile T _current;
    private volatile string? _problem;
    private byte[] _digest;
    private long _lookedAt;

    /// <param name="readBytes">Reads the file. What it throws now is thrown; later it is the problem.</param>
    /// <param name="parse">Makes something of the content; the same of its exceptions.</param>
    /// <param name="clock">The time.</param>
    public FollowedFile(Func<byte[]> readBytes, Func<byte[], T> parse, TimeProvider clock)
    {
        _readBytes = readBytes;
        _parse = parse;
        _clock = clock;
        byte[] content = readBytes();
        _digest = SHA256.HashData(content);
        _current = parse(content);
        _lookedAt = clock.GetTimestamp();
    }

    /// <summary>Is told when another content is in force.</summary>
    public Action<T>? Changed { get; init; }

    /// <summary>Is told, once for each reason, why the file cannot be used.</summary>
    public Action<string>? Broken { get; init; }

    /// <summary>Is told when the file can be used again and holds what is in force.</summary>
    public Action? Mended { get; init; }

    /// <summary>What is in force.</summary>
    public T Current
    {
        get
        {
            LookAfter(Interval);
            return _current;
        }
    }

    /// <summary>Why the file could not be used at the last look, so that its old content is in force; null when it could.</summary>
    public string? Problem => _problem;

    /// <summary>For who missed something: what is in force after a look, unless the last one was just now.</summary>
    public T LookAgain()
    {
        LookAfter(ShortestInterval);
        return _current;
    }

    /// <summary>Looks at the file now, and waits for the look.</summary>
    public void Refresh()
    {
        lock (_looking)
        {
            Look();
        }
    }

    /// <summary>A file as it is now, of a limited size. A pipe is taken for an empty file: to open one may be to wait for ever.</summary>
    /// <exception cref="InvalidDataException">It is larger.</exception>
    public static byte[] ReadBytes(string path, int largest)
    {
        FileInfo file = new(path);
        FileInfo final = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        if (final is { Exists: true, Length: 0 })
        {
            return [];
        }

        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        byte[] buffer = new byte[largest + 1];
        int length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return length <= largest
            ? buffer[..length]
            : throw new InvalidDataException($"'{path}' is larger than {largest / 1024} KiB: is it the right file?");
    }

    private void LookAfter(TimeSpan interval)
    {
        if (_clock.GetElapsedTime(Volatile.Read(ref _lookedAt)) < interval || !_looking.TryEnter())
        {
            return;
        }

        try
        {
            if (_clock.GetElapsedTime(Volatile.Read(ref _lookedAt)) >= interval)
            {
                Look();
            }
        }
        finally
        {
            _looking.Exit();
        }
    }

    private void Look()
    {
        try
        {
            byte[] content = _readBytes();
            byte[] digest = SHA256.HashData(content);
            if (!digest.AsSpan().SequenceEqual(_digest))
            {
                T fresh = _parse(content);
                _digest = digest;
                _current = fresh;
                _problem = null;
                Changed?.Invoke(fresh);
            }
            else if (_problem is not null)
            {
                _problem = null;
                Mended?.Invoke();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or ProxyPolicyException)
        {
            if (_problem != e.Message)
            {
                _problem = e.Message;
                Broken?.Invoke(e.Message);
            }
        }
        finally
        {
            Volatile.Write(ref _lookedAt, _clock.GetTimestamp());
        }
    }
}

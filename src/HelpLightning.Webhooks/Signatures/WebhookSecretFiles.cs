using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;

namespace HelpLightning.Webhooks;

/// <summary>
/// Secrets in files: each line of a file is one, so that a rotation adds the new one first, then changes the webhook, then
/// takes the old one away. A file is read anew when its content has changed, whether it was written in place, renamed into its place or
/// reached by a link that was moved, as Kubernetes does. What cannot be read, or is empty, leaves the last secrets in force.
/// </summary>
public sealed class WebhookSecretFiles : IWebhookSecrets
{
    /// <summary>Between two looks at the files while nothing is amiss.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>A file of secrets is small; what is larger is another file.</summary>
    private const int Largest = 64 * 1024;

    private readonly string[] _paths;
    private readonly TimeProvider _clock;
    private readonly Lock _reading = new();
    private readonly WebhookSecret[][] _ofFiles;
    private volatile WebhookSecret[] _current;
    private volatile string? _problem;
    private long _looks;
    private long _lookedAt;

    /// <param name="paths">The files. The name of a secret is that of its file, without the ending.</param>
    /// <param name="clock">For tests; null for the system's.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    /// <exception cref="InvalidDataException">A file holds no secret, or is no file of secrets.</exception>
    public WebhookSecretFiles(IEnumerable<string> paths, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        _paths = [.. paths.Select(Path.GetFullPath)];
        _clock = clock ?? TimeProvider.System;
        _ofFiles = [.. _paths.Select(Read)];
        _current = [.. _ofFiles.SelectMany(static s => s)];
        _lookedAt = _clock.GetTimestamp();
    }

    /// <summary>Looks at the files at most once a second.</summary>
    public ImmutableArray<WebhookSecret> Current
    {
        get
        {
            long seen = Volatile.Read(ref _lookedAt);
            if (_clock.GetElapsedTime(seen) >= Interval
                && Interlocked.CompareExchange(ref _lookedAt, _clock.GetTimestamp(), seen) == seen)
            {
                Refresh();
            }

            return ImmutableCollectionsMarshal.AsImmutableArray(_current);
        }
    }

    /// <summary>Why a file could not be read at the last look, so that its old secrets are in force; null when all could.</summary>
    public string? Problem => _problem;

    /// <summary>Looks at the files now. Of many callers at a time, one looks for all who came before it began.</summary>
    public void Refresh()
    {
        long seen = Volatile.Read(ref _looks);
        lock (_reading)
        {
            // A look that began after this call did has seen whatever made the caller ask.
            if (Volatile.Read(ref _looks) < seen + 2)
            {
                Interlocked.Increment(ref _looks);
                Look();
            }
        }
    }

    private void Look()
    {
        string? problem = null;
        bool isChanged = false;
        for (int i = 0; i < _paths.Length; i++)
        {
            try
            {
                WebhookSecret[] read = Read(_paths[i]);
                if (!AreSame(read, _ofFiles[i]))
                {
                    _ofFiles[i] = read;
                    isChanged = true;
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                problem = e.Message;
            }
        }

        if (isChanged)
        {
            _current = [.. _ofFiles.SelectMany(static s => s)];
        }

        _problem = problem;
        Volatile.Write(ref _lookedAt, _clock.GetTimestamp());
    }

    private static bool AreSame(WebhookSecret[] some, WebhookSecret[] others) =>
        some.Length == others.Length && some.Zip(others).All(static pair => pair.First.IsSameAs(pair.Second));

    private static WebhookSecret[] Read(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        byte[] buffer = new byte[Largest + 1];
        int length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        if (length > Largest)
        {
            throw new InvalidDataException($"'{path}' is larger than 64 KiB: is it a file of webhook secrets, one on each line?");
        }

        return Parse(buffer.AsSpan(0, length), path);
    }

    private static WebhookSecret[] Parse(ReadOnlySpan<byte> content, string path)
    {
        if (content.StartsWith(Encoding.UTF8.Preamble))
        {
            content = content[Encoding.UTF8.Preamble.Length..];
        }

        List<WebhookSecret> secrets = [];
        string name = Path.GetFileNameWithoutExtension(path);
        foreach (Range range in content.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = content[range];
            line = line.EndsWith("\r"u8) ? line[..^1] : line;
            if (!line.IsEmpty)
            {
                secrets.Add(WebhookSecret.FromBytes(line, name));
            }
        }

        return secrets.Count > 0
            ? [.. secrets]
            : throw new InvalidDataException($"'{path}' is empty. Write the webhook's secret into it, one on each line.");
    }
}

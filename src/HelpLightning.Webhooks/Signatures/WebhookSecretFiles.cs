using System.Collections.Immutable;
using System.Runtime.InteropServices;
using HelpLightning.Files;

namespace HelpLightning.Webhooks;

/// <summary>
/// Secrets in files: each line of a file is one, so that a rotation adds the new one first, then changes the webhook, then
/// takes the old one away. A file is read anew when its content has changed, whether it was written in place, renamed into its place or
/// reached by a link that was moved, as Kubernetes does. What cannot be read, or is empty, leaves the last secrets in force. A pipe is
/// read once.
/// </summary>
public sealed class WebhookSecretFiles : IWebhookSecrets
{
    /// <summary>A file of secrets is small; what is larger is another file.</summary>
    private const int Largest = 64 * 1024;

    private readonly FollowedFile<WebhookSecret[]>[] _files;
    private readonly Lock _combining = new();
    private volatile WebhookSecret[] _current;

    /// <param name="paths">The files. The name of a secret is that of its file, without the ending.</param>
    /// <param name="clock">For tests; null for the system's.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    /// <exception cref="InvalidDataException">A file holds no secret, or is no file of secrets.</exception>
    public WebhookSecretFiles(IEnumerable<string> paths, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        _files = [.. paths.Select(path => Follow(Path.GetFullPath(path), clock ?? TimeProvider.System))];
        _current = Combined();
    }

    /// <summary>Looks at the files at most once a second.</summary>
    public ImmutableArray<WebhookSecret> Current
    {
        get
        {
            foreach (FollowedFile<WebhookSecret[]> file in _files)
            {
                file.Look();
            }

            return ImmutableCollectionsMarshal.AsImmutableArray(_current);
        }
    }

    /// <summary>Why a file could not be read at the last look, so that its old secrets are in force; null when all could.</summary>
    public string? Problem => _files.Select(static file => file.Problem).FirstOrDefault(static problem => problem is not null);

    /// <summary>Looks at the files now. Of many callers at a time, one looks for all who came before it began.</summary>
    public void Refresh() => Array.ForEach(_files, static file => file.Refresh());

    private FollowedFile<WebhookSecret[]> Follow(string path, TimeProvider clock)
    {
        ChangingFile file = new(path, Largest);
        return new FollowedFile<WebhookSecret[]>(() => file.TakeChange(content => Parse(content, path)), clock)
        {
            Changed = _ => Combine(),
        };
    }

    /// <summary>Of two files that changed at once, the one that comes second sees both.</summary>
    private void Combine()
    {
        lock (_combining)
        {
            _current = Combined();
        }
    }

    private WebhookSecret[] Combined() => [.. _files.SelectMany(static file => file.InForce)];

    private static WebhookSecret[] Parse(ReadOnlySpan<byte> content, string path)
    {
        if (content.Length > Largest)
        {
            throw new InvalidDataException($"'{path}' is larger than 64 KiB: is it a file of webhook secrets, one on each line?");
        }

        List<WebhookSecret> secrets = [];
        string name = Path.GetFileNameWithoutExtension(path);
        ReadOnlySpan<byte> text = Utf8Mark.Strip(content);
        foreach (Range range in text.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = text[range];
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

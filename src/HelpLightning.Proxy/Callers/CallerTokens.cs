using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using HelpLightning.Files;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;

namespace HelpLightning.Proxy;

/// <summary>
/// Who may call: each caller has a name and a file with its token. A second line in the file is a second token, so that one can be changed
/// without a gap: add the new one, let the caller change, take the old one away. Files are followed as they change.
/// </summary>
public sealed class CallerTokens
{
    private const int ShortestToken = 16;
    private const int LongestToken = 512;
    private const int LargestFile = 64 * 1024;
    private const string Scheme = "Bearer ";

    private readonly ImmutableArray<(string Name, FollowedFile<byte[][]> File)> _callers;

    /// <param name="files">A file for each caller, by the caller's name: 1 to 64 letters, digits, dots, dashes and underscores.</param>
    /// <param name="logger">Told when a file has changed, or cannot be used; null for nobody.</param>
    /// <param name="clock">For tests; null for the system's.</param>
    /// <exception cref="ArgumentException">There is none, or a name is of another form.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    /// <exception cref="InvalidDataException">
    /// A file holds no token: visible ASCII without spaces, 16 to 512 characters, one on each line.
    /// </exception>
    public CallerTokens(IReadOnlyDictionary<string, string> files, ILogger? logger = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        ILogger log = logger ?? NullLogger.Instance;
        _callers =
        [
            .. files.Select(pair => (
                ProxyName.Require(pair.Key, "a caller", nameof(files)), Follow(pair.Key, pair.Value, log, clock ?? TimeProvider.System))),
        ];
        if (_callers.IsEmpty)
        {
            throw new ArgumentException("There are no callers. Where everybody may call, leave the tokens out.", nameof(files));
        }
    }

    /// <summary>The names, in the order in which they were given.</summary>
    public IEnumerable<string> Names => _callers.Select(static caller => caller.Name);

    /// <summary>Why a file could not be used at the last look, so that its old tokens are in force; null when all could.</summary>
    public string? Problem => _callers.Select(static caller => caller.File.Problem).FirstOrDefault(static problem => problem is not null);

    /// <summary>Which caller a request's <c>Authorization</c> is of; null for none.</summary>
    internal async ValueTask<string?> FindAsync(StringValues authorization, CancellationToken cancellationToken)
    {
        if (authorization is not [{ } header]
            || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || header.Length > Scheme.Length + LongestToken)
        {
            return null;
        }

        byte[] digest = Digest(header.AsSpan(Scheme.Length).Trim(' '));

        // Perhaps a file was written just now, and its caller is quick.
        return Find(digest, static file => file.Look())
            ?? await Task.Run(() => Find(digest, static file => file.LookAgain()), cancellationToken).ConfigureAwait(false);
    }

    private string? Find(byte[] digest, Func<FollowedFile<byte[][]>, byte[][]> tokensOf)
    {
        string? found = null;
        foreach ((string name, FollowedFile<byte[][]> file) in _callers)
        {
            // All are compared, so that the time tells nothing of which one it is.
            found = IsAmong(digest, tokensOf(file)) ? name : found;
        }

        return found;
    }

    private static FollowedFile<byte[][]> Follow(string name, string path, ILogger log, TimeProvider clock)
    {
        string whole = Path.GetFullPath(path);
        ChangingFile file = new(whole, LargestFile);
        return new FollowedFile<byte[][]>(() => file.TakeChange(content => Read(content, whole)), clock)
        {
            Changed = tokens => CallerLog.InForce(log, name, tokens.Length),
            Broken = problem => CallerLog.Unusable(log, name, problem),
            Mended = () => CallerLog.Usable(log, name),
        };
    }

    private static bool IsAmong(byte[] digest, byte[][] known)
    {
        bool isAmong = false;
        foreach (byte[] one in known)
        {
            isAmong |= CryptographicOperations.FixedTimeEquals(digest, one);
        }

        return isAmong;
    }

    private static byte[] Digest(ReadOnlySpan<char> token)
    {
        Span<byte> text = stackalloc byte[LongestToken * 3];
        return SHA256.HashData(text[..Encoding.UTF8.GetBytes(token, text)]);
    }

    private static byte[][] Read(byte[] content, string path)
    {
        if (content.Length > LargestFile)
        {
            throw new InvalidDataException($"'{path}' is larger than 64 KiB: is it the right file?");
        }

        string text = Encoding.UTF8.GetString(Utf8Mark.Strip(content));
        string[] lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        bool isGood = lines.Length > 0 && lines.All(static line =>
            line.Length is >= ShortestToken and <= LongestToken && !line.AsSpan().ContainsAnyExceptInRange('!', '~'));
        return isGood
            ? [.. lines.Select(static line => Digest(line))]
            : throw new InvalidDataException(
                $"'{path}' wants to hold a caller's token on each line: {ShortestToken} to {LongestToken} visible ASCII characters without "
                    + "spaces. To make one: openssl rand -hex 32");
    }
}

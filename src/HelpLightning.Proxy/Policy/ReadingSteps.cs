using System.Buffers;
using System.Text;

namespace HelpLightning.Proxy;

/// <summary>What upstreams do with a path, one thing at a time. Each gives back the same object when there is nothing to do.</summary>
internal static class ReadingSteps
{
    private static readonly SearchValues<char> EndOfPath = SearchValues.Create("#?");

    /// <summary>
    /// Some decode all, some leave the slash (Kestrel) or what has a meaning (System.Uri), some decode twice. These three kinds, in any
    /// order, make all of them: whether another character is decoded and left alone, or not decoded, is the same to a rule.
    /// </summary>
    public static readonly Func<string, string>[] All =
    [
        static path => Decode(path, static c => c is not ('/' or '%')),
        static path => Decode(path, static c => c == '/'),
        static path => Decode(path, static c => c == '%'),
        ResolveDots,
        MergeSlashes,
        static path => path.Replace('\\', '/'),
        CutParameters,
        static path => CutAt(path, path.IndexOf(';', StringComparison.Ordinal)),
        static path => CutAt(path, path.IndexOf(';', path.LastIndexOf('/') + 1)),
        static path => CutAt(path, path.AsSpan().IndexOfAny(EndOfPath)),
        static path => path.Length > 1 && path[^1] == '/' ? path[..^1] : path,
        TrimSegments,
        Lookalikes.Fold,
    ];

    /// <summary>Once, and only what is well-formed.</summary>
    private static string Decode(string path, Func<char, bool> isMeant)
    {
        int at = path.IndexOf('%', StringComparison.Ordinal);
        if (at < 0)
        {
            return path;
        }

        StringBuilder decoded = new(path.Length);
        decoded.Append(path, 0, at);
        bool isChanged = false;
        for (; at < path.Length; at++)
        {
            if (path[at] == '%' && Escape.TryRead(path.AsSpan(at), out char c) && isMeant(c))
            {
                decoded.Append(c);
                at += 2;
                isChanged = true;
            }
            else
            {
                decoded.Append(path[at]);
            }
        }

        return isChanged ? decoded.ToString() : path;
    }

    /// <summary>RFC 3986, section 5.2.4: an empty segment is one that <c>..</c> can take away, and above the root is the root.</summary>
    private static string ResolveDots(string path)
    {
        if (!path.Contains("/.", StringComparison.Ordinal))
        {
            return path;
        }

        string[] segments = path[1..].Split('/');
        List<string> kept = [];
        for (int i = 0; i < segments.Length; i++)
        {
            bool isLast = i == segments.Length - 1;
            switch (segments[i])
            {
                case ".":
                    break;
                case "..":
                    if (kept.Count > 0)
                    {
                        kept.RemoveAt(kept.Count - 1);
                    }

                    break;
                default:
                    kept.Add(segments[i]);
                    isLast = false;
                    break;
            }

            if (isLast)
            {
                kept.Add("");
            }
        }

        string resolved = "/" + string.Join('/', kept);
        return resolved == path ? path : resolved;
    }

    private static string MergeSlashes(string path)
    {
        while (path.Contains("//", StringComparison.Ordinal))
        {
            path = path.Replace("//", "/", StringComparison.Ordinal);
        }

        return path;
    }

    private static string CutParameters(string path) => path.Contains(';', StringComparison.Ordinal)
        ? string.Join('/', path.Split('/').Select(static segment => CutAt(segment, segment.IndexOf(';', StringComparison.Ordinal))))
        : path;

    /// <summary>Windows sees no spaces and dots at the end of a name, and some frameworks trim what they match.</summary>
    private static string TrimSegments(string path) => path.AsSpan().ContainsAny(' ', '.')
        ? string.Join('/', path.Split('/').Select(static segment => Trim(segment)))
        : path;

    private static string Trim(string segment)
    {
        string trimmed = segment.Trim(' ');
        return trimmed.AsSpan().ContainsAnyExcept('.', ' ') ? trimmed.TrimEnd(' ', '.') : trimmed;
    }

    private static string CutAt(string path, int at) => at < 0 ? path : path[..at];
}

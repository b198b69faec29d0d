using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace HelpLightning.Proxy;

/// <summary>
/// All that a path can be read as: whatever comes out of it when upstreams decode, resolve, merge and cut, each as often and in whatever
/// order they like. A reading's characters are bytes, so that no decoder's opinion of Unicode comes in between.
/// </summary>
internal static class PathReadings
{
    /// <summary>A path that has more is no honest one; those that a client writes have under fifty.</summary>
    public const int Most = 256;

    /// <summary>Characters of a path that has to be read in several ways. So many readings of so many are some milliseconds.</summary>
    public const int Longest = 4096;

    private static readonly SearchValues<char> PlainCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_~.!$&'()*+,=:@/");

    /// <summary>Is the path, but for upper and lower case, its only reading? So are nearly all; answered without allocating.</summary>
    public static bool IsPlain(ReadOnlySpan<char> path)
    {
        if (path.ContainsAnyExcept(PlainCharacters) || path.EndsWith('/') || path.EndsWith('.'))
        {
            return false;
        }

        for (int at = 0; at < path.Length - 1; at++)
        {
            int next = path[at..].IndexOf('/');
            if (next < 0)
            {
                return true;
            }

            at += next;
            if (path[at + 1] is '/' or '.' || (at > 0 && path[at - 1] == '.'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The readings, the path as it came first; null when it can be read as anything.</summary>
    /// <param name="path">Without its query.</param>
    /// <param name="problem">Why there are none, as the end of a sentence about the path.</param>
    public static List<string>? Of(string path, out string? problem)
    {
        problem = path.Length > Longest ? $"is longer than {Longest:N0} characters and not plain" : ProblemAsSent(path);
        if (problem is not null)
        {
            return null;
        }

        List<string> readings = [path];
        HashSet<string> seen = new(StringComparer.Ordinal) { path };
        for (int i = 0; i < readings.Count; i++)
        {
            foreach (Func<string, string> step in ReadingSteps.All)
            {
                string reading = step(readings[i]);
                if (!seen.Add(reading))
                {
                    continue;
                }

                problem = Problem(reading) ?? (readings.Count == Most ? $"can be read in more than {Most} ways" : null);
                if (problem is not null)
                {
                    return null;
                }

                readings.Add(reading);
            }
        }

        return readings;
    }

    /// <summary>For terminals and headers: what is no visible ASCII is percent-encoded, and the end of a long one left out.</summary>
    public static string Shown(string reading)
    {
        const int Most = 200;
        StringBuilder shown = new();
        foreach (char c in reading.AsSpan(0, Math.Min(reading.Length, Most)))
        {
            _ = c is > ' ' and < '\x7f' ? shown.Append(c) : shown.Append('%').Append(((int)c).ToString("X2", null));
        }

        return reading.Length > Most ? shown.Append("...").ToString() : shown.ToString();
    }

    // Decoders refuse a broken escape, keep it, drop its percent sign or read %u002e as a dot: it can be anything. Only what was sent is
    // asked: a client that means "100%" writes 100%25, of which "100%" is a harmless reading.
    private static string? ProblemAsSent(string path)
    {
        foreach (char c in path)
        {
            if (c is <= ' ' or >= '\x7f')
            {
                return "holds a character that must be percent-encoded";
            }
        }

        for (int at = path.IndexOf('%', StringComparison.Ordinal); at >= 0; at = path.IndexOf('%', at + 1))
        {
            if (!Escape.TryRead(path.AsSpan(at), out _))
            {
                return "holds a '%' that is not followed by two hex digits (a percent sign itself is %25)";
            }
        }

        return null;
    }

    // C programs end a path at NUL, others drop control characters. Bytes that are no UTF-8, overlong forms among them, are
    // decoded, dropped or replaced as each upstream likes.
    private static string? Problem(string reading)
    {
        bool isAscii = true;
        for (int i = 0; i < reading.Length; i++)
        {
            char c = reading[i];
            if (c is < ' ' or '\x7f')
            {
                return "holds a control character";
            }

            isAscii &= c < '\x7f';
            if (c == '%' && IsWideEscape(reading.AsSpan(i)))
            {
                return "holds an escape such as %u002e, which is none";
            }
        }

        return isAscii || Utf8.IsValid(Encoding.Latin1.GetBytes(reading)) ? null : "holds bytes that are not UTF-8";
    }

    private static bool IsWideEscape(ReadOnlySpan<char> text) => text.Length >= 6 && text[1] is 'u' or 'U'
        && char.IsAsciiHexDigit(text[2]) && char.IsAsciiHexDigit(text[3]) && char.IsAsciiHexDigit(text[4]) && char.IsAsciiHexDigit(text[5]);
}

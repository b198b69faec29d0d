using System.Buffers;

namespace HelpLightning.Proxy;

/// <summary>Reads a rule's text. A rule that looks as if it meant something but never could is refused: nobody would notice.</summary>
internal static class RuleText
{
    private const int Longest = 1000;

    private static readonly SearchValues<char> PathCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,=:@/");

    /// <returns>The rule as written; its methods, null for all; its path, which begins with /api or /auth.</returns>
    public static (string Written, string[]? Methods, string Path) Read(string text)
    {
        string written = text.Trim(' ', '\t');
        if (written.Length > Longest)
        {
            throw new ProxyPolicyException(
                $"A rule of {written.Length} characters is longer than the {Longest} that it may have; it begins '{Shown(written)[..40]}'.",
                "Write a shorter one, with * for what varies.");
        }

        string[] words = written.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 1 && words[0].StartsWith('/'))
        {
            throw Wrong(written, "names no method", $"Write '* {Shown(words[0])}' for all methods, or 'GET {Shown(words[0])}'");
        }

        return words.Length == 2
            ? (written, ReadMethods(written, words[0]), ReadPath(written, words[1]))
            : throw Wrong(written, "is not methods, a space and a path", "Write such as 'GET,HEAD /v1r1/enterprise/users/*'");
    }

    private static string[]? ReadMethods(string rule, string text)
    {
        if (text == "*")
        {
            return null;
        }

        string[] methods = text.Split(',');
        foreach (string method in methods)
        {
            if (method.Length == 0)
            {
                throw Wrong(
                    rule, "has an empty place in its list of methods", "Write methods with one comma between two and no space: 'GET,HEAD'");
            }

            if (method.Contains('*', StringComparison.Ordinal))
            {
                throw Wrong(rule, "has * in its list of methods, where it would be one method", "Write '*' alone for all methods");
            }

            if (!MethodName.IsToken(method))
            {
                throw Wrong(rule, $"names '{Shown(method)}', which is no HTTP method", "Write methods such as 'GET,POST', or '*' for all");
            }

            if (method.AsSpan().ContainsAnyInRange('a', 'z'))
            {
                throw Wrong(
                    rule, $"names the method '{method}' in small letters, and case counts in methods",
                    $"Write '{method.ToUpperInvariant()}'");
            }
        }

        return methods;
    }

    private static string ReadPath(string rule, string path)
    {
        if (path.Length == 0 || path[0] != '/')
        {
            throw Wrong(rule, "has a path that does not begin with a slash", "Write a path such as '/v1r1/enterprise/**'");
        }

        int strange = path.AsSpan().IndexOfAnyExcept(PathCharacters);
        if (strange >= 0)
        {
            throw WrongCharacter(rule, path[strange]);
        }

        string[] segments = path[1..].Split('/');
        for (int i = 0; i < segments.Length; i++)
        {
            CheckSegment(rule, segments[i], i == segments.Length - 1, path);
        }

        return segments[0] switch
        {
            "api" or "auth" => path,
            "v1" or "v1r1" => "/api" + path,
            _ => throw Wrong(
                rule, $"begins with '/{segments[0]}', and the proxy serves /api and /auth only",
                "Begin the path with /api/, /auth/, /v1/ or /v1r1/, in small letters and without stars"),
        };
    }

    private static void CheckSegment(string rule, string segment, bool isLast, string path)
    {
        switch (segment)
        {
            case "" when isLast && path.Length > 1:
                string bare = path.TrimEnd('/');
                throw Wrong(rule, "ends in a slash", $"Write '{bare}' for that path alone, or '{bare}/**' for all below it too");
            case "":
                throw Wrong(rule, "has an empty segment", "Write one slash where there are two, and a path such as '/v1r1/**'");
            case "." or "..":
                throw Wrong(
                    rule, $"has the segment '{segment}', which is resolved before rules are asked", "Write the path that it leads to");
            case not "**" when segment.Contains("**", StringComparison.Ordinal):
                throw Wrong(
                    rule, $"has ** in the segment '{segment}', and ** is whole segments",
                    "Write one * for a run of characters in a segment, or /**/ for any number of segments");
            default:
                return;
        }
    }

    private static ProxyPolicyException WrongCharacter(string rule, char found) => found switch
    {
        '?' => Wrong(rule, "has a query, and rules see the path only", "Write it without '?' and what follows"),
        '#' => Wrong(rule, "has a fragment, which no request should carry", "Write it without '#' and what follows"),
        '%' => Wrong(rule, "has percent-encoding, and rules are matched decoded as well", "Write the character itself, or * in its place"),
        ';' => Wrong(rule, "has ';', and some read what follows it as no part of the path", "Write it without ';', or * in its place"),
        '\\' => Wrong(rule, "has a backslash, which some read as a slash", "Write '/'"),
        _ => Wrong(rule, $"has the character {Named(found)}, which a path cannot hold as it is", "Write * in its place"),
    };

    private static ProxyPolicyException Wrong(string rule, string what, string remedy) =>
        new($"The rule '{Shown(rule)}' {what}.", remedy + ".");

    private static string Named(char c) => c is > ' ' and < '\x7f' ? $"'{c}'" : $"U+{(int)c:X4}";

    // A rule may come out of a file that is none, and its errors go to a terminal.
    private static string Shown(string text) => string.Create(text.Length, text, static (shown, text) =>
    {
        for (int i = 0; i < shown.Length; i++)
        {
            shown[i] = char.IsControl(text[i]) || char.IsSurrogate(text[i]) ? '?' : text[i];
        }
    });
}

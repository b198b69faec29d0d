using System.Text;

namespace HelpLightning.Proxy.Tests.Policy;

/// <summary>
/// How servers that exist come from a request target to the path that they route by. Written from what they document, sharing nothing with
/// the proxy. A slash within one segment of those that split first is shown as <see cref="Within"/>.
/// </summary>
internal static class Upstreams
{
    public const char Within = '\u0001';

    public static readonly (string Name, bool IgnoresCase, Func<string, string?> Path)[] All =
    [
        ("one that takes it as it is", false, BeforeQuery),
        ("System.Uri", false, static target => new Uri("http://h" + target).AbsolutePath),
        ("System.Uri, decoded afterwards", false, static target => Decode(new Uri("http://h" + target).AbsolutePath)),
        ("a servlet container", false, static target => Resolve(Decode(WithoutParameters(BeforeQuery(target))))),
        ("a servlet container that looks for parameters last", false, static target => Resolve(WithoutParameters(Decode(BeforeQuery(target))))),
        ("nginx", false, static target => Resolve(Merge(Decode(BeforeFragment(BeforeQuery(target)))))),
        ("nginx that hands the decoded path on to a server that decodes", false,
            static target => BeforeQuery(BeforeFragment(Decode(Resolve(Merge(Decode(BeforeFragment(BeforeQuery(target))))))))),
        ("one that decodes twice", false, static target => Resolve(Decode(Decode(BeforeQuery(target))))),
        ("one that resolves, then decodes", false, static target => Decode(Resolve(BeforeQuery(target)))),
        ("IIS", true, static target => Windows(Resolve(Decode(BeforeQuery(target)).Replace('\\', '/')))),
        ("a server on Windows that merges", true, static target => Windows(Resolve(Merge(Decode(Decode(BeforeQuery(target))).Replace('\\', '/'))))),
        ("Plug", false, static target => Segments(BeforeQuery(target))),
        ("Go's path.Clean", false, static target => Clean(Decode(BeforeQuery(target)))),
        ("Python's urlparse", false, static target => Decode(WithoutLastParameters(BeforeFragment(BeforeQuery(target))))),
        ("one that cuts a session id off the end", false, static target => Decode(BeforeQuery(target).Split(';')[0])),
        ("a router on the decoded address", false, static target => BeforeQuery(BeforeFragment(Decode(BeforeQuery(target))))),
    ];

    private static string BeforeQuery(string target) => target.Split('?')[0];

    private static string BeforeFragment(string target) => target.Split('#')[0];

    private static string Decode(string path) => Encoding.Latin1.GetString(Bytes(path));

    private static byte[] Bytes(string path)
    {
        List<byte> bytes = [];
        for (int i = 0; i < path.Length; i++)
        {
            if (path[i] == '%' && i + 2 < path.Length && Uri.IsHexDigit(path[i + 1]) && Uri.IsHexDigit(path[i + 2]))
            {
                bytes.Add(Convert.ToByte(path.Substring(i + 1, 2), 16));
                i += 2;
            }
            else
            {
                bytes.Add((byte)path[i]);
            }
        }

        return [.. bytes];
    }

    /// <summary>By the steps of RFC 3986, section 5.2.4, as they stand there.</summary>
    private static string Resolve(string path)
    {
        string input = path;
        string output = "";
        while (input.Length > 0)
        {
            if (input.StartsWith("/./", StringComparison.Ordinal))
            {
                input = input[2..];
            }
            else if (input == "/.")
            {
                input = "/";
            }
            else if (input.StartsWith("/../", StringComparison.Ordinal) || input == "/..")
            {
                input = "/" + (input.Length > 4 ? input[4..] : "");
                output = output[..Math.Max(0, output.LastIndexOf('/'))];
            }
            else
            {
                int next = input.IndexOf('/', 1);
                next = next < 0 ? input.Length : next;
                output += input[..next];
                input = input[next..];
            }
        }

        return output;
    }

    private static string Merge(string path) => System.Text.RegularExpressions.Regex.Replace(path, "/+", "/");

    private static string WithoutParameters(string path) => System.Text.RegularExpressions.Regex.Replace(path, ";[^/]*", "");

    private static string WithoutLastParameters(string path) => System.Text.RegularExpressions.Regex.Replace(path, ";[^/]*\\z", "");

    private static string Windows(string path) => System.Text.RegularExpressions.Regex.Replace(path, "(?<=[^/. ])[. ]+(?=/|\\z)", "");

    private static string Segments(string path) => "/" + string.Join('/', path.Split('/').Where(static s => s.Length > 0)
        .Select(static s => Decode(s).Replace('/', Within)));

    private static string Clean(string path)
    {
        Stack<string> kept = [];
        foreach (string segment in path.Split('/').Where(static s => s is not ("" or ".")))
        {
            if (segment != "..")
            {
                kept.Push(segment);
            }
            else if (kept.Count > 0)
            {
                kept.Pop();
            }
        }

        return "/" + string.Join('/', kept.Reverse());
    }
}

using System.Text;
using System.Text.RegularExpressions;

namespace HelpLightning.Samples.Tests;

/// <summary>Looks for tokens and keys in what a browser received, plain, encoded for a URL, or wrapped in base64.</summary>
internal static partial class SecretScan
{
    public static IReadOnlyList<string> Find(string received, string keyPem)
    {
        string[] known = [Site.ApiKey, .. keyPem.Split('\n').Where(static line => line.Length > 40)];
        List<string> found = [];
        foreach (string text in Views(received))
        {
            found.AddRange(known.Where(secret => text.Contains(secret, StringComparison.Ordinal)));
            found.AddRange(Tokens().Matches(text).Select(static match => match.Value));
        }

        return found;
    }

    private static IEnumerable<string> Views(string received)
    {
        yield return received;
        yield return Uri.UnescapeDataString(received);
        foreach (Match word in Words().Matches(received))
        {
            string base64 = word.Value.Replace('-', '+').Replace('_', '/');
            byte[] bytes = new byte[base64.Length];
            if (Convert.TryFromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='), bytes, out int length))
            {
                yield return Encoding.Latin1.GetString(bytes, 0, length);
            }
        }
    }

    /// <summary>A JSON Web Token: a header that begins with {" and two more parts.</summary>
    [GeneratedRegex(@"eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")]
    private static partial Regex Tokens();

    [GeneratedRegex("[A-Za-z0-9+/_-]{40,}")]
    private static partial Regex Words();
}

using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace HelpLightning.Sandbox.Glimpses;

/// <summary>Secrets that stand in a text whose name does not tell: tokens, and addresses that open a file.</summary>
internal static partial class SecretText
{
    public static string Hide(string text)
    {
        if (text.StartsWith("eyJ", StringComparison.Ordinal) && Token().IsMatch(text))
        {
            return "...";
        }

        int query = text.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? text.IndexOf('?', StringComparison.Ordinal) : -1;
        return query < 0 ? text : text[..query] + QueryText.WithoutSecrets(new QueryString(text[query..]));
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$")]
    private static partial Regex Token();
}

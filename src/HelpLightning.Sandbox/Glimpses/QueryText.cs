using System.Text;
using HelpLightning.Secrets;
using Microsoft.AspNetCore.Http;

namespace HelpLightning.Sandbox.Glimpses;

/// <summary>A query as it may be shown.</summary>
internal static class QueryText
{
    public static string WithoutSecrets(QueryString query)
    {
        string text = query.Value ?? "";
        if (text.Length <= 1)
        {
            return "";
        }

        StringBuilder shown = new("?");
        foreach (string pair in text[1..].Split('&'))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? pair : pair[..equals];
            shown.Append(shown.Length == 1 ? "" : "&").Append(name);
            if (equals >= 0)
            {
                shown.Append('=').Append(SecretNames.Contain(Uri.UnescapeDataString(name)) ? "..." : pair[(equals + 1)..]);
            }
        }

        return shown.ToString();
    }
}

using System.Text;
using Microsoft.AspNetCore.Http;

namespace HelpLightning.Sandbox.RequestLog;

/// <summary>A query as it may be shown.</summary>
internal static class QueryText
{
    private static readonly string[] SecretNames = ["token", "secret", "signature", "password", "key", "sig", "credential", "code"];

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
                shown.Append('=').Append(IsSecret(name) ? "..." : pair[(equals + 1)..]);
            }
        }

        return shown.ToString();
    }

    private static bool IsSecret(string name)
    {
        string plain = Uri.UnescapeDataString(name);
        return Array.Exists(SecretNames, secret => plain.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }
}

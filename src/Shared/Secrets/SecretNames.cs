namespace HelpLightning.Secrets;

/// <summary>
/// Names of parameters, fields and headers whose values are not shown. The one list, for all that shows what came or goes.
/// </summary>
internal static class SecretNames
{
    private static readonly string[] Words =
    [
        "token", "secret", "signature", "password", "passphrase", "key", "sig", "credential", "code", "refresh", "authorization", "cookie",
    ];

    /// <summary>Whether a name is that of a secret. An <c>include_token</c> too much is no harm.</summary>
    public static bool Contain(string name) => Array.Exists(Words, word => name.Contains(word, StringComparison.OrdinalIgnoreCase))
        || name.Equals("pin", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a name is that of a token or of several, which a command can be told to ask for anew.</summary>
    public static bool IsToken(string name) =>
        name.EndsWith("token", StringComparison.Ordinal) || name.EndsWith("tokens", StringComparison.Ordinal);
}

namespace HelpLightning.Sandbox.Glimpses;

/// <summary>Names of parameters and fields whose values are not shown.</summary>
internal static class SecretNames
{
    private static readonly string[] Words = ["token", "secret", "signature", "password", "key", "sig", "credential", "code", "refresh"];

    /// <summary>Whether a name is that of a secret. An <c>include_token</c> too much is no harm.</summary>
    public static bool Contain(string name) => Array.Exists(Words, word => name.Contains(word, StringComparison.OrdinalIgnoreCase))
        || name.Equals("pin", StringComparison.OrdinalIgnoreCase);
}

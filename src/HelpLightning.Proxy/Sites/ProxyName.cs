namespace HelpLightning.Proxy;

/// <summary>What an operator calls a site or a caller: it stands in logs, metrics and headers, so it is plain.</summary>
internal static class ProxyName
{
    private const int Longest = 64;

    private static bool IsName(string text) =>
        text.Length is > 0 and <= Longest && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    /// <exception cref="ArgumentException">It is no name.</exception>
    public static string Require(string text, string ofWhat, string parameter) => IsName(text)
        ? text
        : throw new ArgumentException(
            $"The name of {ofWhat} wants to be 1 to {Longest} letters, digits, dots, dashes and underscores.", parameter);
}

using System.Buffers;

namespace HelpLightning.Proxy;

/// <summary>Methods that can be judged.</summary>
internal static class MethodName
{
    private static readonly SearchValues<char> Token = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~");

    private static readonly SearchValues<char> Judged = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~");

    /// <summary>RFC 9110, section 5.6.2.</summary>
    public static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(Token);

    /// <summary>
    /// Some servers take <c>post</c> for <c>POST</c>, others do not, so neither is sure. <c>TRACE</c> would bring the credentials
    /// that the proxy adds back to the caller (RFC 9110, section 9.3.8), and <c>CONNECT</c> has no path.
    /// </summary>
    public static bool CanBeJudged(string method) =>
        method is "GET" or "POST"
        || (method.Length > 0 && !method.AsSpan().ContainsAnyExcept(Judged) && method is not ("TRACE" or "CONNECT"));
}

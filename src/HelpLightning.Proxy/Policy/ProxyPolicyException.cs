namespace HelpLightning.Proxy;

/// <summary>A rule, a pattern or a file of them cannot be used. The message is whole: what was found, and what mends it.</summary>
/// <param name="finding">What was found and where, in a sentence.</param>
/// <param name="remedy">What mends it, in a sentence.</param>
/// <param name="inner">What the system said, if it was asked.</param>
public sealed class ProxyPolicyException(string finding, string remedy, Exception? inner = null) : Exception($"{finding} {remedy}", inner)
{
    /// <summary>What was found and where: the first part of the message.</summary>
    public string Finding { get; } = finding;

    /// <summary>What mends it: the second part of the message.</summary>
    public string Remedy { get; } = remedy;
}

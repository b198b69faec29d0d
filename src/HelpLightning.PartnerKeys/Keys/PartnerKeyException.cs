namespace HelpLightning.PartnerKeys;

/// <summary>
/// A key could not be used. The message is whole: what was found, where, and what to type to mend it. It never holds
/// a byte of the key.
/// </summary>
public sealed class PartnerKeyException : Exception
{
    internal PartnerKeyException(PartnerKeyProblem problem, string message)
        : base(message) => Problem = problem;

    /// <summary>What is wrong, for programs.</summary>
    public PartnerKeyProblem Problem { get; }
}

namespace HelpLightning.PartnerKeys;

/// <summary>
/// A key could not be used. The message is whole: what was found, where, and what mends it. It never holds a byte of the
/// key.
/// </summary>
public sealed class PartnerKeyException : Exception
{
    /// <summary>For tests of your own.</summary>
    /// <param name="problem">What is wrong, for programs.</param>
    /// <param name="finding">What was found and where, in a sentence.</param>
    /// <param name="remedy">What mends it.</param>
    public PartnerKeyException(PartnerKeyProblem problem, string finding, PartnerKeyRemedy remedy)
        : base($"{finding} {remedy}")
    {
        Problem = problem;
        Finding = finding;
        Remedy = remedy;
    }

    /// <summary>What is wrong, for programs.</summary>
    public PartnerKeyProblem Problem { get; }

    /// <summary>What was found and where: the first part of the message.</summary>
    public string Finding { get; }

    /// <summary>What mends it: the second part of the message.</summary>
    public PartnerKeyRemedy Remedy { get; }
}

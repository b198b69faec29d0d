using System.Diagnostics.CodeAnalysis;

namespace HelpLightning.PartnerKeys;

/// <summary>The answer of a <see cref="PartnerTokenVerifier"/>: valid with claims, or one reason why not.</summary>
public sealed class PartnerTokenVerdict
{
    private readonly string? _reason;

    private PartnerTokenVerdict(PartnerTokenClaims? claims, PartnerTokenProblem? problem, string? reason)
    {
        Claims = claims;
        Problem = problem;
        _reason = reason;
    }

    /// <summary>True when the token may be trusted.</summary>
    [MemberNotNullWhen(true, nameof(Claims))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsValid => Claims is not null;

    /// <summary>What the token says; null unless it is valid.</summary>
    public PartnerTokenClaims? Claims { get; }

    /// <summary>The first thing that is wrong with it, for programs; null when it is valid.</summary>
    public PartnerTokenProblem? Problem { get; }

    /// <summary>
    /// The same for people, as the rest of a sentence: "expired 12 s ago". It may repeat a little of what the token
    /// claims, in visible ASCII; never a signature or a whole token.
    /// </summary>
    public string Message => _reason ?? $"valid for site {Claims!.SiteId} until {Claims.ExpiresAt:yyyy-MM-dd HH:mm:ss} UTC";

    /// <summary>The message.</summary>
    public override string ToString() => Message;

    /// <summary>The verdict on a token that is right; for tests of your own.</summary>
    /// <param name="claims">What the token says.</param>
    public static PartnerTokenVerdict Valid(PartnerTokenClaims claims)
    {
        ArgumentNullException.ThrowIfNull(claims);
        return new PartnerTokenVerdict(claims, null, null);
    }

    /// <summary>The verdict on a token that is wrong; for tests of your own.</summary>
    /// <param name="problem">What is wrong, for programs.</param>
    /// <param name="reason">The same for people, as the rest of a sentence: "expired 12 s ago".</param>
    public static PartnerTokenVerdict Refused(PartnerTokenProblem problem, string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return new PartnerTokenVerdict(null, problem, reason);
    }
}

using System.Globalization;
using HelpLightning.Sandbox.Glimpses;

namespace HelpLightning.Sandbox;

/// <summary>One request that the sandbox answered. Holds nothing secret.</summary>
/// <param name="At">When, by the sandbox's clock.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path, without the query.</param>
/// <param name="Status">The HTTP status; 0 when the connection was broken before there was one.</param>
/// <param name="Elapsed">How long it took inside.</param>
/// <param name="Verdict">What was found out about the token, or why the request came no further; null when it came to neither.</param>
public sealed record SandboxRequestLogEntry(
    DateTimeOffset At, string Method, string Path, int Status, TimeSpan Elapsed, string? Verdict)
{
    /// <summary>Counts from 1 in the order of answering.</summary>
    public long Id { get; init; }

    /// <summary>The query with its <c>?</c>, the values of secrets blanked; empty for none.</summary>
    public string Query { get; init; } = "";

    /// <summary>
    /// A JSON body of up to 4,096 bytes, the values of secrets blanked; null for none. Not kept for the sandbox's own
    /// routes.
    /// </summary>
    public string? Body { get; init; }

    /// <summary>Why it was refused, in the words of the answer; null when it was not.</summary>
    public string? Reason { get; init; }

    /// <summary>The vendor's number of the error that was answered; null for none.</summary>
    public int? Code { get; init; }

    /// <summary>
    /// What was answered, as JSON text, the values of secrets blanked; null for none and for what is no JSON. Of a longer
    /// answer its first 4,096 bytes, with what is open there closed: see <see cref="IsAnswerCut"/>.
    /// </summary>
    public string? Answer => AnswerGlimpse?.Show();

    /// <summary>Whether <see cref="Answer"/> is the beginning of a longer one.</summary>
    public bool IsAnswerCut => AnswerGlimpse is { IsCut: true };

    /// <summary>The token's header as JSON text; null when there is none or it cannot be read.</summary>
    public string? TokenHeader => TokenGlimpse.Part(SignedPart, 0);

    /// <summary>The token's claims as JSON text; null when there are none or they cannot be read.</summary>
    public string? TokenClaims => TokenGlimpse.Part(SignedPart, 1);

    /// <summary>The fault that was applied; null for none.</summary>
    public string? Fault { get; init; }

    /// <summary>One line without the query, which may hold people's addresses.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture, $"{At:O} {Method} {Path} {Status} {Elapsed.TotalMilliseconds:0.0} ms {Reason ?? Verdict}");

    /// <summary>Header and claims as they came, never the signature: decoded only when somebody looks.</summary>
    internal string? SignedPart { get; init; }

    internal AnswerGlimpse? AnswerGlimpse { get; init; }
}

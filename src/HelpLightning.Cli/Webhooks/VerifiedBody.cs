using HelpLightning.Webhooks;

namespace HelpLightning.Cli.Webhooks;

/// <summary>A body whose signature is valid.</summary>
/// <param name="SignedBy">The secret that signed it.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Summary">The event that it is.</param>
internal sealed record VerifiedBody(KnownSecret SignedBy, int Length, EventSummary Summary);

namespace HelpLightning.PartnerKeys.Tests.Tokens;

/// <summary>Tokens over which Microsoft's verifier and ours disagree, and why ours is right.</summary>
internal sealed record KnownDifference(string Reason, params string[] Names);

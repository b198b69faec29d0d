namespace HelpLightning.PartnerKeys.Tests.Tokens;

/// <summary>A token that must be refused, and for which reason.</summary>
internal sealed record Attack(string Name, Func<string> Make, PartnerTokenProblem Problem, string? Says = null);

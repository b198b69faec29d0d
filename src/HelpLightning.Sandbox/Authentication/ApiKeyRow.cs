namespace HelpLightning.Sandbox.Authentication;

/// <summary>An API key as the database holds it.</summary>
internal sealed record ApiKeyRow(long Id, string Value, string Description, string CreatedAt, string? RevokedAt);

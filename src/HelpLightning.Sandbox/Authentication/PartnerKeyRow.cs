using HelpLightning.PartnerKeys;

namespace HelpLightning.Sandbox.Authentication;

/// <summary>A public partner key as the database holds it. <paramref name="ReplacedAt"/> is null for the active one.</summary>
internal sealed record PartnerKeyRow(long SiteId, PartnerPublicKey Key, string CreatedAt, string? ReplacedAt);

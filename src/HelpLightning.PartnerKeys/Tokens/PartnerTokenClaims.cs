namespace HelpLightning.PartnerKeys;

/// <summary>What a valid partner token says.</summary>
/// <param name="SiteId">The site that its subject names.</param>
/// <param name="ExpiresAt"><c>exp</c>.</param>
/// <param name="NotBefore"><c>nbf</c>, when present.</param>
/// <param name="IssuedAt"><c>iat</c>, when present.</param>
public sealed record PartnerTokenClaims(SiteId SiteId, DateTimeOffset ExpiresAt, DateTimeOffset? NotBefore, DateTimeOffset? IssuedAt);

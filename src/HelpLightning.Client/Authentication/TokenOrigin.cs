namespace HelpLightning.Client;

/// <summary>What a token that the API issues was got with.</summary>
/// <param name="Site">The address and the site's number.</param>
/// <param name="Key">The thumbprint of the partner key; null when there is none.</param>
internal readonly record struct TokenOrigin(string Site, string? Key);

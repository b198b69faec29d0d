namespace HelpLightning.Sandbox.Authentication;

/// <summary>What a token says that the sandbox issued.</summary>
/// <param name="Kind">Its kind; <see cref="TokenKinds.Enterprise"/> also for workspaces, which only the database knows.</param>
/// <param name="Subject">The id after the colon of <c>sub</c>.</param>
/// <param name="UserId">Whose it is; 0 for an enterprise token.</param>
/// <param name="ExpiresAt">Seconds since 1970.</param>
internal sealed record IssuedToken(TokenKinds Kind, string Subject, long UserId, long ExpiresAt);

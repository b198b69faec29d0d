namespace HelpLightning.Sandbox.Authentication;

/// <summary>Who calls, as the token says.</summary>
/// <param name="Kind">One kind; <see cref="TokenKinds.None"/> where only the API key was asked for.</param>
/// <param name="SiteId">The site or workspace that is acted in.</param>
/// <param name="IsWorkspaceLevel">Whether that is a workspace.</param>
/// <param name="UserId">The person; 0 for partner, enterprise and workspace tokens.</param>
/// <param name="SessionId">The session of a session or GSS token.</param>
/// <param name="ThreadId">The help thread of a workbox token.</param>
internal sealed record Caller(
    TokenKinds Kind, long SiteId = 0, bool IsWorkspaceLevel = false, long UserId = 0, string SessionId = "", long ThreadId = 0)
{
    public static readonly Caller Anonymous = new(TokenKinds.None);
}

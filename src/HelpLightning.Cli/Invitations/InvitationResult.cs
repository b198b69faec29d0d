namespace HelpLightning.Cli.Invitations;

/// <summary>What came of a row.</summary>
internal sealed record InvitationResult(string Email, string Name, string Result, long? UserId, long? Line, string? Message);

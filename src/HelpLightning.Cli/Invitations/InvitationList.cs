namespace HelpLightning.Cli.Invitations;

/// <summary>The people of a file.</summary>
/// <param name="Rows">Each of them.</param>
/// <param name="Columns">What was taken for what; null when they were not read from columns.</param>
internal sealed record InvitationList(IReadOnlyList<InvitationRow> Rows, InvitationColumns? Columns = null);

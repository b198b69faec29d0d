namespace HelpLightning.Webhooks.Sqlite.Administration;

/// <summary>A part of a list.</summary>
/// <param name="Events">The newest first.</param>
/// <param name="NextBefore">Where the next part begins; null when there is none.</param>
internal sealed record EventPage(IReadOnlyList<InboxEvent> Events, long? NextBefore);

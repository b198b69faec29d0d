namespace TicketNotes;

/// <summary>What goes into a ticket.</summary>
internal sealed record Note(string Text, Uri Link);

namespace TicketSystem;

/// <summary>A note of a ticket, as it comes and goes in JSON.</summary>
internal sealed record Note(string? Text, Uri? Link);

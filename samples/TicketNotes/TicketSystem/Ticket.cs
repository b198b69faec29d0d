using System.Collections.Immutable;

namespace TicketSystem;

/// <summary>A ticket as it stands.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Notes">Its notes by their keys.</param>
internal sealed record Ticket(string Id, string Title, ImmutableSortedDictionary<string, Note> Notes);

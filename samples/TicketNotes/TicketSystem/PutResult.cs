namespace TicketSystem;

/// <summary>What became of a note.</summary>
internal enum PutResult
{
    NoTicket,
    Added,
    Replaced,
}

using System.Collections.Immutable;

namespace TicketSystem;

/// <summary>The tickets, in memory.</summary>
internal sealed class TicketStore(IReadOnlyDictionary<string, string> titles)
{
    private readonly Lock _lock = new();
    private ImmutableSortedDictionary<string, Ticket> _tickets = titles.ToImmutableSortedDictionary(
        static one => one.Key,
        static one => new Ticket(one.Key, one.Value, ImmutableSortedDictionary.Create<string, Note>(StringComparer.Ordinal)),
        StringComparer.Ordinal);

    public IEnumerable<Ticket> List() => _tickets.Values;

    public Ticket? Find(string id) => _tickets.GetValueOrDefault(id);

    public PutResult Put(string id, string key, Note note)
    {
        lock (_lock)
        {
            if (Find(id) is not { } ticket)
            {
                return PutResult.NoTicket;
            }

            PutResult result = ticket.Notes.ContainsKey(key) ? PutResult.Replaced : PutResult.Added;
            _tickets = _tickets.SetItem(id, ticket with { Notes = ticket.Notes.SetItem(key, note) });
            return result;
        }
    }
}

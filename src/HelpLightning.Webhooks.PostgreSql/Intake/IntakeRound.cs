using System.Buffers.Binary;
using HelpLightning.Webhooks.PostgreSql.Storage;
using Npgsql;
using NpgsqlTypes;

namespace HelpLightning.Webhooks.PostgreSql.Intake;

/// <summary>Events of a group that differ, column by column, as one statement takes them.</summary>
internal sealed class IntakeRound
{
    private readonly Dictionary<UInt128, int> _places;
    private readonly List<IncomingEvent> _events;
    private bool _hasUnreadable;

    public IntakeRound(int room)
    {
        _places = new Dictionary<UInt128, int>(room);
        _events = new List<IncomingEvent>(room);
    }

    /// <returns>False when the same event is in it already, of which this one may or may not be a repeat.</returns>
    public bool TryAdd(IncomingEvent incoming, int place)
    {
        if (!_places.TryAdd(incoming.Identity, place))
        {
            return false;
        }

        _events.Add(incoming);
        _hasUnreadable |= !incoming.IsReadable;
        return true;
    }

    /// <summary>Where in the group an event was that is a repeat.</summary>
    public int PlaceOf(UInt128 identity) => _places[identity];

    public void AddTo(NpgsqlBatch batch, string schema, TimeSpan window)
    {
        int count = _events.Count;
        DateTimeOffset[] times = new DateTimeOffset[count];
        Guid[] identities = new Guid[count];
        long[] calls = new long[count];
        string?[] callIds = new string?[count];
        ReadOnlyMemory<byte>[] bodies = new ReadOnlyMemory<byte>[count];
        int[] kinds = new int[count];
        List<(string? SignedBy, string? Type, string? Category)> shared = [];
        Dictionary<(string? SignedBy, string? Type, string? Category), int> places = [];
        for (int i = 0; i < count; i++)
        {
            IncomingEvent incoming = _events[i];
            EventSummary summary = incoming.Summary;
            times[i] = incoming.ReceivedAt.ToUniversalTime();
            identities[i] = GuidOf(incoming.Identity);
            calls[i] = CallKey.Of(summary.CallId, incoming.Identity);
            callIds[i] = FitText.Of(summary.CallId);
            bodies[i] = incoming.Body;
            (string?, string?, string?) kind = (incoming.SignedBy, summary.Type, summary.Category);
            if (!places.TryGetValue(kind, out kinds[i]))
            {
                shared.Add(kind);
                places[kind] = kinds[i] = shared.Count;
            }
        }

        IEnumerable<IncomingEvent> repeatable = window > TimeSpan.Zero ? _events : _events.Where(IsOfAttachment);
        IncomingEvent[] known = [.. repeatable.OrderBy(static e => e.Identity)];
        List<NpgsqlParameter> parameters =
        [
            Sql.Value(Array.ConvertAll(known, static e => GuidOf(e.Identity))),
            Sql.Value(Array.ConvertAll(known, static e => e.ReceivedAt.ToUniversalTime())),
            Sql.Value(Array.ConvertAll(known, IsOfAttachment)),
            Sql.Value(window),
            Sql.Value(times), Sql.Value(identities), Sql.Value(calls), Sql.Value(callIds),
            new NpgsqlParameter<ReadOnlyMemory<byte>[]> { TypedValue = bodies, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
            Sql.Value(kinds),
            Sql.Value(shared.Select(static s => FitText.Of(s.SignedBy)).ToArray()),
            Sql.Value(shared.Select(static s => FitText.Of(s.Type)).ToArray()),
            Sql.Value(shared.Select(static s => FitText.Of(s.Category)).ToArray()),
        ];
        if (_hasUnreadable)
        {
            parameters.Add(Sql.Value(_events.Where(static e => !e.IsReadable).Select(static e => GuidOf(e.Identity)).ToArray()));
        }

        batch.Add(_hasUnreadable ? IntakeSql.StoreWithUnreadable(schema) : IntakeSql.Store(schema), [.. parameters]);
    }

    private static bool IsOfAttachment(IncomingEvent incoming) => incoming.Summary.AttachmentUuid is not null;

    public static UInt128 IdentityOf(Guid guid)
    {
        Span<byte> bytes = stackalloc byte[16];
        guid.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>PostgreSQL orders them as the numbers are ordered.</summary>
    private static Guid GuidOf(UInt128 identity)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, identity);
        return new Guid(bytes, bigEndian: true);
    }
}

using HelpLightning.Webhooks.PostgreSql.Schema;
using HelpLightning.Webhooks.PostgreSql.Storage;

namespace HelpLightning.Webhooks.PostgreSql.Work;

/// <summary>The statements of a worker.</summary>
internal sealed class WorkSql(string schema)
{
    /// <summary>All transactions below this number are over, and what they have written is seen by the statements that come
    /// after.</summary>
    public const string Horizon = "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint";

    /// <summary>Larger than the number of every transaction that has taken a number for an event until now.</summary>
    public const string Barrier = "select pg_current_xact_id()::text::bigint";

    /// <summary>$1 after which number, $2 how many.</summary>
    public string Next { get; } = $"""
        select e.id, e.call_key, o.id is not null
        from {schema}.event e left join {schema}.outcome o on o.id = e.id and o.id > $1
        where e.id > $1 order by e.id limit $2
        """;

    /// <summary>$1 and $2 the first and last numbers of stretches in which none were seen.</summary>
    public string InHoles { get; } = $"""
        select e.id, e.call_key, o.id is not null
        from unnest($1::bigint[], $2::bigint[]) h(first, last)
          join {schema}.event e on e.id >= h.first and e.id <= h.last
          left join {schema}.outcome o on o.id = e.id
        """;

    /// <summary>What waits no longer. $1 the time, $2 the calls that somebody works on, $3 how many.</summary>
    public string Due { get; } = $"""
        select o.id, o.call_key from {schema}.outcome o
        where o.state = 1 and o.due_at <= $1 and not o.call_key = any ($2::bigint[]) and not exists (
          select from {schema}.outcome w where w.call_key = o.call_key and w.state = 1 and w.id < o.id and w.due_at > $1)
        order by o.due_at limit $3
        """;

    /// <summary>
    /// What others work on. $1 from which row of the board, below which there is none; $2 this worker. The board's rows come and go, and
    /// what has gone is not looked at again, however long it must be kept for somebody's snapshot.
    /// </summary>
    public string HeldElsewhere { get; } = $"""
        select held from {schema}.board where version >= $1 and worker <> $2 and lease_until > clock_timestamp()
        """;

    /// <summary>
    /// Goes before whatever is written on the board. A claim that is lost with the server's memory is no loss: its worker tells it again.
    /// </summary>
    public string LockBoard { get; } =
        $"select set_config('synchronous_commit', 'off', true), pg_advisory_xact_lock({Locks.Board(schema)})";

    /// <summary>
    /// Takes those of the candidates that may be worked on: that are new or due, of a call that no other worker has, and behind no event
    /// of it that waits. What is new and behind one that waits, waits with it from now on.
    /// </summary>
    /// <remarks>
    /// $1 the candidates' numbers, $2 their calls, $3 the time, $4 how many, $5 this worker, $6 what it holds already, $7 the lease, $8
    /// from which row of the board on there are any. Returns a verdict for each candidate, with the event where it is
    /// <see cref="Verdict.Taken"/>.
    /// </remarks>
    public string Claim { get; } = $"""
        with elsewhere as materialized (
          select distinct h.key from {schema}.board b cross join lateral unnest(b.held) h(key)
          where b.version >= $8 and b.worker <> $5 and b.lease_until > clock_timestamp()
        ), candidate as materialized (
          select c.id, c.key, o.state, o.attempts, o.due_at, o.error, o.handled_by,
            o.state is null as is_new, o.state is null or (o.state = 1 and o.due_at <= $3) as is_due,
            (select max(w.due_at) from {schema}.outcome w
              where w.call_key = c.key and w.state = 1 and w.id < c.id and not (w.due_at <= $3 and w.id = any ($1::bigint[]))) as behind
          from unnest($1::bigint[], $2::bigint[]) c(id, key) left join {schema}.outcome o on o.id = c.id
          where not exists (select from elsewhere x where x.key = c.key)
        ), taken as materialized (
          select id, key from candidate where is_due and behind is null order by id limit $4
        ), put_off as (
          insert into {schema}.outcome (id, state, attempts, due_at, call_key)
          select id, 1, 0, behind, key from candidate where is_new and behind > $3
          on conflict (id) do nothing
        ), mine as (
          insert into {schema}.board (worker, lease_until, held)
          select $5, clock_timestamp() + $7::interval, $6::bigint[] || array(select distinct key from taken)
          where exists (select from taken)
        ), gone as (
          delete from {schema}.board
          where version >= $8 and ((worker = $5 and exists (select from taken)) or (worker <> $5 and lease_until <= clock_timestamp()))
        )
        select o.id, o.key, o.is_new, (select min(version) from {schema}.board where version >= $8),
          (case when e.id is not null then {(int)Verdict.Taken}
            when not o.is_new or o.behind > $3 then {(int)Verdict.NotNew} else {(int)Verdict.Stays} end)::smallint,
          {EventRow.Columns}{EventRow.Body}
        from candidate o left join taken t on t.id = o.id left join {schema}.event e on e.id = t.id
        order by o.id
        """;

    /// <summary>$1 this worker, $2 what it holds, $3 the lease.</summary>
    public string Hold { get; } = $"""
        insert into {schema}.board (worker, lease_until, held) values ($1, clock_timestamp() + $3::interval, $2::bigint[])
        """;

    /// <summary>$1 this worker, $2 from which row of the board on there are any.</summary>
    public string LetGo { get; } = $"delete from {schema}.board where version >= $2 and worker = $1";

    /// <summary>
    /// Writes down what came of events, unless more is known about them already: they were settled by another worker or put aside by a
    /// person. Numbers in order, so that two workers never wait for each other.
    /// </summary>
    /// <remarks>$1 to $6 the outcomes; $7 how many attempts more than before that is.</remarks>
    public string Settle { get; } = $"""
        insert into {schema}.outcome as o (id, state, attempts, due_at, error, handled_by, call_key)
        select s.id, s.state, s.attempts, s.due_at, s.error, s.handled_by, e.call_key
        from unnest($1::bigint[], $2::smallint[], $3::int[], $4::timestamptz[], $5::text[], $6::text[])
            s(id, state, attempts, due_at, error, handled_by)
          join {schema}.event e on e.id = s.id
        order by s.id
        on conflict (id) do update set state = excluded.state, attempts = excluded.attempts, due_at = excluded.due_at,
          error = excluded.error, handled_by = excluded.handled_by
          where o.state = 1 and o.attempts = excluded.attempts - $7
        """;

    /// <summary>$1 the number up to which none is new.</summary>
    public string Progress { get; } = $"update {schema}.progress set floor = $1 where floor < $1";

    public string Floor { get; } = $"select max(floor) from {schema}.progress";
}

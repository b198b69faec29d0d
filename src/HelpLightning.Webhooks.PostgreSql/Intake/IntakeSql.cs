namespace HelpLightning.Webhooks.PostgreSql.Intake;

/// <summary>The statements of a group.</summary>
internal static class IntakeSql
{
    /// <summary>
    /// Has the transaction numbered before it takes numbers for events: so whoever misses one of these can wait for all transactions
    /// that have begun by then, and knows afterwards that it will not come.
    /// </summary>
    public const string Begin = "select pg_current_xact_id()";

    private const string NoJson = "The body of the webhook is no JSON object.";

    private const string TellRepeats = """

        select identity from unnest($1::uuid[]) i(identity) where identity not in (select identity from fresh)
        """;

    /// <summary>
    /// What is seen for the first time in its window is stored. Without a window nothing is known of repeats but of those of attachments.
    /// Returns the identities of what was not stored. Both uses of <c>fresh</c> are such that PostgreSQL looks them up in a hash table,
    /// whatever it estimates.
    /// </summary>
    /// <remarks>
    /// $1 the identities of which repeats are known, in order, so that two groups never wait for each other; $2 their times; $3 whether
    /// of an attachment; $4 the window. $5 to $10 the events, in the order in which they came, each with the place of what it shares with
    /// most others in $11 to $13: an array costs by the element.
    /// </remarks>
    public static string Store(string schema) => $"{Common(schema)}){TellRepeats}";

    /// <summary>The same, where some are no JSON: $14 their identities. What nobody can read is dead from the first.</summary>
    public static string StoreWithUnreadable(string schema) => $"""
        {Common(schema)}
          returning id, identity, call_key
        ), dead as (
          insert into {schema}.outcome (id, state, attempts, error, call_key)
          select id, {(int)InboxEventState.Dead}, 0, '{NoJson}', call_key from stored where identity = any ($14::uuid[])
        ){TellRepeats}
        """;

    private static string Common(string schema) => $"""
        with fresh as (
          insert into {schema}.seen as s (identity, received_at, is_attachment)
          select * from unnest($1::uuid[], $2::timestamptz[], $3::boolean[])
          on conflict (identity) do update set received_at = excluded.received_at
            where not s.is_attachment and excluded.received_at >= s.received_at + $4::interval
          returning s.identity
        ), stored as (
          insert into {schema}.event (id, received_at, identity, call_key, signed_by, type, category, call_id, body)
          select nextval('{schema}.event_id'), i.received_at, i.identity, i.call_key,
            ($11::text[])[i.kind], ($12::text[])[i.kind], ($13::text[])[i.kind], i.call_id, i.body
          from unnest($5::timestamptz[], $6::uuid[], $7::bigint[], $8::text[], $9::bytea[], $10::int[])
            i(received_at, identity, call_key, call_id, body, kind)
          where i.identity in (select identity from fresh) or ($4::interval = interval '0' and i.identity <> all ($1::uuid[]))
        """;
}

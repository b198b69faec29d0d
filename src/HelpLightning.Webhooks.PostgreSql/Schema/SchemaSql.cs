namespace HelpLightning.Webhooks.PostgreSql.Schema;

/// <summary>
/// The tables. What came is written once, what came of it once more: nothing is changed on the way of an event that is handled at its first
/// attempt, so that no version of a row is left behind for vacuum to find, or for a query to step over while somebody keeps an old
/// snapshot.
/// </summary>
internal static class SchemaSql
{
    /// <summary>What the tables are like; a later program changes them and counts it up.</summary>
    public const int Version = 1;

    /// <summary>The numbers of one partition: number 17 holds the events from 1,700,000,000.</summary>
    public const long PartitionSize = 100_000_000;

    /// <summary>What makes everything but the partitions.</summary>
    public static string Create(string schema) => $"""
        create sequence {schema}.event_id as bigint;

        -- What came, in the order in which it came. Never updated.
        create table {schema}.event (
          id bigint not null primary key,
          received_at timestamptz not null,
          identity uuid not null,
          call_key bigint not null,
          signed_by text, type text, category text, call_id text,
          body bytea not null
        ) partition by range (id);

        -- What came of an event: it waits (1), is handled (2), dead (3) or put aside (4). An event without a row is new.
        create table {schema}.outcome (
          id bigint not null primary key,
          state smallint not null,
          attempts int not null,
          call_key bigint not null,
          due_at timestamptz, error text, handled_by text
        ) partition by range (id);
        create index on {schema}.outcome (due_at) where state = 1;
        create index on {schema}.outcome (call_key, id) where state = 1;
        create index on {schema}.outcome (id) include (state) where state in (1, 3);

        -- By what a repeat is known: the last event of each identity.
        create table {schema}.seen (
          identity uuid not null primary key,
          received_at timestamptz not null,
          is_attachment boolean not null
        );

        -- Who works on what: for each worker its last row. Written under the lock of the board alone.
        create table {schema}.board (
          version bigint generated always as identity primary key,
          worker bigint not null,
          lease_until timestamptz not null,
          held bigint[] not null
        );

        -- No event up to this one is new.
        create table {schema}.progress (floor bigint not null);
        insert into {schema}.progress values (0);

        create table {schema}.version (number int not null);
        insert into {schema}.version values ({Version});

        """;

    /// <summary>
    /// Makes a partition by attaching a table, for which what reads and writes the others need not stop; creating it as a partition would
    /// shut everybody out, and wait for whoever reads.
    /// </summary>
    public static string Attach(string schema, long number) => string.Concat(((string[])["event", "outcome"]).Select(table => $"""
        create table {schema}.{table}_{number} (like {schema}.{table} including all);
        alter table {schema}.{table} attach partition {schema}.{table}_{number}
          for values from ({number * PartitionSize}) to ({(number + 1) * PartitionSize});

        """));
}

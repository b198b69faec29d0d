using HelpLightning.Webhooks.PostgreSql.Storage;
using Npgsql;

namespace HelpLightning.Webhooks.PostgreSql.Schema;

/// <summary>Makes the tables, or finds them made. Many may do so at once.</summary>
internal static class SchemaSetup
{
    /// <exception cref="InboxUnavailableException">The database cannot be reached, or has no right or no room for the tables.</exception>
    /// <exception cref="InvalidDataException">The schema is of a later version.</exception>
    public static async ValueTask RunAsync(Store store, CancellationToken cancellationToken)
    {
        int? version = await store.RunAsync((c, cancel) => VersionAsync(c, store, cancel), cancellationToken).ConfigureAwait(false);

        // Whoever may only use the tables need not be able to make them.
        version ??= await store.TransactAsync((c, cancel) => CreateAsync(c, store, cancel), cancellationToken).ConfigureAwait(false);
        if (version > SchemaSql.Version)
        {
            throw new InvalidDataException(
                $"The schema '{store.Schema}' is of version {version}, and this program knows {SchemaSql.Version}. "
                + "Use a newer version of it.");
        }
    }

    private static async ValueTask<int?> CreateAsync(NpgsqlConnection connection, Store store, CancellationToken cancellationToken)
    {
        string schema = store.Schema;
        await connection.ExecuteAsync($"select pg_advisory_xact_lock({Locks.Tables(schema)})", cancellationToken).ConfigureAwait(false);
        if (await VersionAsync(connection, store, cancellationToken).ConfigureAwait(false) is { } version)
        {
            return version;
        }

        // Even "if not exists" asks for the right to create, also where the schema was given to the user ready made.
        string exists = $"select 1 from pg_namespace where nspname = '{schema}'";
        if (await connection.AskAsync(exists, cancellationToken).ConfigureAwait(false) is null)
        {
            await connection.ExecuteAsync($"create schema {schema}", cancellationToken).ConfigureAwait(false);
        }

        await connection.ExecuteAsync(
            SchemaSql.Create(schema) + SchemaSql.Attach(schema, 0) + SchemaSql.Attach(schema, 1), cancellationToken).ConfigureAwait(false);
        return SchemaSql.Version;
    }

    /// <returns>Null when there are no tables yet.</returns>
    private static async ValueTask<int?> VersionAsync(NpgsqlConnection connection, Store store, CancellationToken cancellationToken)
    {
        if (await connection.AskAsync("select current_setting('server_encoding')", cancellationToken).ConfigureAwait(false) is not "UTF8")
        {
            throw new InboxUnavailableException(
                $"The encoding at {store.Where} is not UTF8. Make a database with createdb --encoding=UTF8 --template=template0.");
        }

        // Asked of a view: what a connection remembers of names may be older than the lock it has waited for.
        string exists = $"select 1 from pg_tables where schemaname = '{store.Schema}' and tablename = 'version'";
        return await connection.AskAsync(exists, cancellationToken).ConfigureAwait(false) is null
            ? null
            : (int?)await connection.AskAsync($"select number from {store.Schema}.version", cancellationToken).ConfigureAwait(false);
    }
}

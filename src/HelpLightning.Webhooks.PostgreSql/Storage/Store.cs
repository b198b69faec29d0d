using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace HelpLightning.Webhooks.PostgreSql.Storage;

/// <summary>A database and the schema in it. What fails in it fails as <see cref="InboxUnavailableException"/>.</summary>
internal sealed class Store : IAsyncDisposable
{
    public const string Closed = "The inbox is closed.";

    private readonly NpgsqlDataSource _source;
    private volatile bool _isClosed;

    private Store(NpgsqlDataSource source, string schema, string where)
    {
        _source = source;
        Schema = schema;
        Where = where;
    }

    /// <summary>The schema's name, which needs no quotes.</summary>
    public string Schema { get; }

    /// <summary>For messages: the server and the database, nothing else of the connection string.</summary>
    public string Where { get; }

    /// <summary>Connects to nothing yet.</summary>
    /// <exception cref="ArgumentException">The connection string makes no sense.</exception>
    public static Store Create(string connectionString, string schema)
    {
        NpgsqlConnectionStringBuilder settings = Read(connectionString);

        // What a connection is set to is the same for all of them, and stays.
        settings.NoResetOnClose = true;
        if (settings.MaxAutoPrepare == 0)
        {
            settings.MaxAutoPrepare = 40;
            settings.AutoPrepareMinUsages = 2;
        }

        NpgsqlSlimDataSourceBuilder builder = new(settings.ConnectionString);
        builder.EnableArrays();

        // There are none but PostgreSQL's own types, which need not be asked for.
        builder.ConfigureTypeLoading(static types => types.EnableTypeLoading(false));
        builder.EnableTransportSecurity();
        builder.UsePhysicalConnectionInitializer(
            static connection =>
            {
                using NpgsqlCommand command = new(SessionSettings, connection);
                command.ExecuteNonQuery();
            },
            static async connection =>
            {
                await using NpgsqlCommand command = new(SessionSettings, connection);
                await command.ExecuteNonQueryAsync().ConfigureAwait(false);
            });
        return new Store(builder.Build(), schema, $"{settings.Host}, database {settings.Database ?? settings.Username}");
    }

    /// <summary>
    /// An answer means that it is on disk, whatever the server's default. And every statement here finds its rows by an index: a plan made
    /// while a table was empty must not read all of it once it is full.
    /// </summary>
    private const string SessionSettings = """
        set synchronous_commit = on; set enable_seqscan = off; set enable_memoize = off; set jit = off;
        set plan_cache_mode = force_generic_plan;
        set default_transaction_isolation = 'read committed'; set client_min_messages = warning;
        set idle_in_transaction_session_timeout = '60s'
        """;

    /// <summary>Does something with a connection.</summary>
    /// <exception cref="InboxUnavailableException">The store fails.</exception>
    public async ValueTask<T> RunAsync<T>(Func<NpgsqlConnection, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                return await work(connection, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (StoreFault.IsOfStore(e) && !cancellationToken.IsCancellationRequested)
        {
            throw _isClosed ? new InboxUnavailableException(Closed, e) : StoreFault.Tell(e, Where);
        }
    }

    /// <summary>Does something in a transaction, and commits it.</summary>
    /// <inheritdoc cref="RunAsync{T}"/>
    public ValueTask<T> TransactAsync<T>(
        Func<NpgsqlConnection, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken) => RunAsync(
        async (connection, cancellation) =>
        {
            NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                T result = await work(connection, cancellation).ConfigureAwait(false);
                await transaction.CommitAsync(cancellation).ConfigureAwait(false);
                return result;
            }
        },
        cancellationToken);

    public ValueTask DisposeAsync()
    {
        _isClosed = true;
        return _source.DisposeAsync();
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever is wrong with it, its text may hold the password.")]
    private static NpgsqlConnectionStringBuilder Read(string connectionString)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception)
        {
            throw new ArgumentException(
                "The connection string cannot be read. It is 'Host=…;Database=…;Username=…;Password=…'; a value with a semicolon "
                + "or an equals sign stands in double quotes.",
                nameof(connectionString));
        }

        return string.IsNullOrWhiteSpace(settings.Host)
            ? throw new ArgumentException("The connection string names no Host.", nameof(connectionString))
            : settings;
    }
}

using Npgsql;

namespace HelpLightning.Webhooks.PostgreSql.Storage;

/// <summary>Statements by themselves.</summary>
internal static class Sql
{
    /// <summary>How long a statement may take that goes through a whole partition, in seconds.</summary>
    private const int Long = 3600;

    /// <summary>Does what it says.</summary>
    /// <returns>How many rows it has changed.</returns>
    public static async ValueTask<int> ExecuteAsync(
        this NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params IEnumerable<NpgsqlParameter> parameters)
    {
        using NpgsqlCommand command = Command(connection, sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Does what it says, however long it takes.</summary>
    /// <inheritdoc cref="ExecuteAsync"/>
    public static async ValueTask<int> ExecuteLongAsync(
        this NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params IEnumerable<NpgsqlParameter> parameters)
    {
        using NpgsqlCommand command = Command(connection, sql, parameters);
        command.CommandTimeout = Long;
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The first value of the first row; null when there is none, or it is null.</summary>
    public static async ValueTask<object?> AskAsync(
        this NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params IEnumerable<NpgsqlParameter> parameters)
    {
        using NpgsqlCommand command = Command(connection, sql, parameters);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is var value and not DBNull ? value : null;
    }

    /// <summary>The same, however long it takes.</summary>
    /// <inheritdoc cref="AskAsync"/>
    public static async ValueTask<object?> AskLongAsync(
        this NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params IEnumerable<NpgsqlParameter> parameters)
    {
        using NpgsqlCommand command = Command(connection, sql, parameters);
        command.CommandTimeout = Long;
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is var value and not DBNull ? value : null;
    }

    /// <summary>A statement of several that are sent as one, in one transaction.</summary>
    public static void Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        NpgsqlBatchCommand command = new(sql);
        foreach (NpgsqlParameter parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(command);
    }

    /// <summary>A parameter of a type that is known without looking at the value, which may be null.</summary>
    public static NpgsqlParameter Value<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, IEnumerable<NpgsqlParameter> parameters)
    {
        NpgsqlCommand command = new(sql, connection);
        command.Parameters.AddRange(parameters.ToArray());
        return command;
    }
}

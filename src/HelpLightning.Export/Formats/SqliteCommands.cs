using System.Globalization;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Export.Formats;

/// <summary>A statement in a line.</summary>
internal static class SqliteCommands
{
    public static void Run(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using SqliteCommand command = Prepare(connection, sql, parameters);
        command.ExecuteNonQuery();
    }

    public static string? Text(this SqliteConnection connection, string sql)
    {
        using SqliteCommand command = Prepare(connection, sql, []);
        return command.ExecuteScalar() as string;
    }

    public static long Number(this SqliteConnection connection, string sql)
    {
        using SqliteCommand command = Prepare(connection, sql, []);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object? value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}

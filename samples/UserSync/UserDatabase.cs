using System.Globalization;
using HelpLightning.Client;
using Microsoft.Data.Sqlite;

namespace UserSync;

/// <summary>
/// The copy: a table of users, and beside it how far it is. Both are written in one transaction, so that they never
/// disagree, however the program ends.
/// </summary>
internal sealed class UserDatabase : IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS users (
          id INTEGER PRIMARY KEY, name TEXT, email TEXT, title TEXT, location TEXT, license TEXT, role TEXT, active INTEGER, updated_at TEXT);
        CREATE TABLE IF NOT EXISTS sync (
          only_row INTEGER PRIMARY KEY CHECK (only_row = 1), complete_until TEXT, started_at TEXT, position TEXT);
        """;

    private readonly SqliteConnection _connection;

    private UserDatabase(SqliteConnection connection) => _connection = connection;

    public static UserDatabase Open(string file)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        UserDatabase database = new(connection);
        database.Run(Schema, null);
        return database;
    }

    public SyncState ReadState()
    {
        using SqliteCommand command = new("SELECT complete_until, started_at, position FROM sync", _connection);
        using SqliteDataReader row = command.ExecuteReader();
        return row.Read()
            ? new SyncState(TimeOf(row, 0), TimeOf(row, 1), row.IsDBNull(2) ? null : ListPosition.Parse(row.GetString(2)))
            : SyncState.Beginning;
    }

    /// <summary>Takes rows over, new or changed, and with them how far the copy is now.</summary>
    public void Save(IEnumerable<User> users, SyncState state)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        foreach (User user in users)
        {
            Run(
                "INSERT OR REPLACE INTO users VALUES ($id, $name, $email, $title, $location, $license, $role, $active, $updated)",
                transaction,
                ("$id", user.Id), ("$name", user.Name), ("$email", user.Email), ("$title", user.Title), ("$location", user.Location),
                ("$license", user.License), ("$role", user.RoleName), ("$active", user.Active), ("$updated", TextOf(user.UpdatedAt)));
        }

        Run(
            "INSERT OR REPLACE INTO sync VALUES (1, $until, $started, $position)",
            transaction,
            ("$until", TextOf(state.CompleteUntil)), ("$started", TextOf(state.StartedAt)), ("$position", state.Position?.ToString()));
        transaction.Commit();
    }

    public void Dispose() => _connection.Dispose();

    private void Run(string sql, SqliteTransaction? transaction, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using SqliteCommand command = new(sql, _connection, transaction);
        foreach ((string name, object? value) in values)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        command.ExecuteNonQuery();
    }

    private static string? TextOf(DateTimeOffset? time) => time?.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset? TimeOf(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : DateTimeOffset.ParseExact(row.GetString(column), "O", CultureInfo.InvariantCulture);
}

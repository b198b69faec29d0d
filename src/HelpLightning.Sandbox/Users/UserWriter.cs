using Microsoft.Data.Sqlite;

namespace HelpLightning.Sandbox.Users;

/// <summary>Inserts people, many in a row, through one prepared statement.</summary>
internal sealed class UserWriter : IDisposable
{
    private static readonly string[] Columns =
    [
        "id", "name", "username", "email", "title", "location", "license", "role_id", "active", "available", "is_confirmed",
        "is_first_login", "created_at", "updated_at", "confirmed_at", "invitation_sent_at", "first_call_at", "last_used_at",
    ];

    private readonly SqliteCommand _insert;

    public UserWriter(SqliteConnection connection, SqliteTransaction transaction)
    {
        _insert = connection.CreateCommand();
        _insert.Transaction = transaction;
        _insert.CommandText = $"INSERT INTO users ({string.Join(", ", Columns)}) VALUES ({string.Join(", ", Columns.Select(c => "$" + c))})";
        foreach (string column in Columns)
        {
            _insert.Parameters.Add(new SqliteParameter("$" + column, null));
        }
    }

    public void Insert(UserRow row)
    {
        ReadOnlySpan<object> values =
        [
            row.Id, row.Name, row.Username, row.Email, row.Title, row.Location, row.License, row.RoleId, row.Active, row.Available,
            row.IsConfirmed, row.IsFirstLogin, row.CreatedAt, row.UpdatedAt, row.ConfirmedAt, row.InvitationSentAt,
            row.FirstCallAt, row.LastUsedAt,
        ];
        for (int i = 0; i < values.Length; i++)
        {
            _insert.Parameters[i].Value = values[i];
        }

        _insert.ExecuteNonQuery();
    }

    public void Dispose() => _insert.Dispose();
}

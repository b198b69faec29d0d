using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Lists;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Sandbox.Users;

/// <summary>Reads people from the database.</summary>
internal sealed class UserStore(SandboxDatabase database)
{
    private const string Columns = """
        id, name, username, email, title, location, license, role_id, active, available, is_confirmed, is_first_login,
        created_at, updated_at, confirmed_at, invitation_sent_at, first_call_at, last_used_at
        """;

    /// <summary>What a list of users can be filtered and ordered by.</summary>
    public static readonly ListableFields Fields = new(
        filters: new Dictionary<string, FieldKind>
        {
            ["id"] = FieldKind.Number,
            ["name"] = FieldKind.Text,
            ["email"] = FieldKind.Text,
            ["updated_at"] = FieldKind.Time,
        },
        orders: ["id", "name", "email", "created_at", "updated_at"]);

    public UserRow? Find(long id)
    {
        using SqliteConnection connection = database.Connect();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT {Columns} FROM users WHERE id = $id";
        command.Parameters.AddWithValue("$id", id);
        using SqliteDataReader reader = command.ExecuteReader();
        return reader.Read() ? Row(reader) : null;
    }

    public (List<UserRow> Rows, long Total) List(ListQuery query)
    {
        using SqliteConnection connection = database.Connect();
        using SqliteCommand count = connection.CreateCommand();
        string where = query.Where(count);
        count.CommandText = $"SELECT count(*) FROM users{where}";
        long total = (long)count.ExecuteScalar()!;

        using SqliteCommand select = connection.CreateCommand();
        _ = query.Where(select);
        select.CommandText = $"SELECT {Columns} FROM users{where}{query.OrderBy} LIMIT $limit OFFSET $offset";
        select.Parameters.AddWithValue("$limit", query.PageSize);
        select.Parameters.AddWithValue("$offset", (query.Page - 1) * query.PageSize);
        using SqliteDataReader reader = select.ExecuteReader();
        List<UserRow> rows = [];
        while (reader.Read())
        {
            rows.Add(Row(reader));
        }

        return (rows, total);
    }

    private static UserRow Row(SqliteDataReader reader) => new()
    {
        Id = reader.GetInt64(0),
        Name = reader.GetString(1),
        Username = reader.GetString(2),
        Email = reader.GetString(3),
        Title = reader.GetString(4),
        Location = reader.GetString(5),
        License = reader.GetString(6),
        RoleId = reader.GetInt32(7),
        Active = reader.GetBoolean(8),
        Available = reader.GetBoolean(9),
        IsConfirmed = reader.GetBoolean(10),
        IsFirstLogin = reader.GetBoolean(11),
        CreatedAt = reader.GetString(12),
        UpdatedAt = reader.GetString(13),
        ConfirmedAt = reader.GetString(14),
        InvitationSentAt = reader.GetString(15),
        FirstCallAt = reader.GetString(16),
        LastUsedAt = reader.GetString(17),
    };
}

using System.Text.Json;
using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Lists;

namespace HelpLightning.Sandbox.Users;

/// <summary>People in the database.</summary>
internal static class UserStore
{
    /// <summary>What a list of users can be filtered and ordered by.</summary>
    public static readonly ListableFields Fields = new(
        filters: new Dictionary<string, FilterField>
        {
            ["id"] = new("id", FieldKind.Number),
            ["name"] = new("name", FieldKind.Text),
            ["email"] = new("email", FieldKind.Text),
            ["updated_at"] = new("updated_at", FieldKind.Time),
        },
        orders: new Dictionary<string, string>
        {
            ["id"] = "id",
            ["name"] = "name",
            ["email"] = "email",
            ["created_at"] = "created_at",
            ["updated_at"] = "updated_at",
        });

    private const string InsertSql = """
        INSERT INTO users (id, site_id, seq, primary_id, name, username, email, title, location, license, role_id, provider, provider_uid,
          active, available, is_confirmed, is_first_login, created_at, updated_at, confirmed_at, invitation_sent_at, first_call_at,
          last_used_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)
        """;

    /// <summary>Writes a page of a site's people, or of those who are in a group.</summary>
    public static void WritePage(
        Db db, Utf8JsonWriter json, long siteId, ListQuery asked, UserShape shape, TokenIssuer issuer, long? groupId = null)
    {
        string condition = (asked.Filter is null ? "?2 IS NULL" : asked.Filter.Sql("?2"))
            + (groupId is null ? " AND ?3 IS NULL" : " AND id IN (SELECT user_id FROM group_members WHERE group_id = ?3)");
        SqlValue value = asked.Filter?.Value ?? default;
        long total = asked.Filter is null && groupId is null
            ? db.Number("SELECT user_count FROM sites WHERE id = ?1", siteId)
            : db.Number($"SELECT count(*) FROM users WHERE site_id = ?1 AND {condition}", siteId, value, groupId);
        ListQuery query = asked.Within(total);
        PageJson.Begin(json);
        if (query.Filter is null && query.OrderColumn is null && groupId is null)
        {
            WriteByNumber(db, json, siteId, query, total, shape, issuer);
        }
        else
        {
            // The rows to skip are counted in an index, and only those to show are read.
            WriteRows(json, shape, issuer, db.Query(
                $"""
                SELECT {UserJson.Columns} FROM users
                WHERE id IN (SELECT id FROM users WHERE site_id = ?1 AND {condition} ORDER BY {query.OrderBy} LIMIT ?4 OFFSET ?5)
                ORDER BY {query.OrderBy}
                """,
                siteId, value, groupId, query.PageSize, query.Offset));
        }

        PageJson.End(json, query, total);
    }

    /// <summary>Adds a person with the next id of the database and the next number of the site.</summary>
    public static long Add(Db db, UserRow row)
    {
        db.Run("UPDATE sites SET user_count = user_count + 1 WHERE id = ?1", row.SiteId);
        return Insert(db, row, db.Number("SELECT user_count FROM sites WHERE id = ?1", row.SiteId));
    }

    /// <summary>Inserts a person with a number that the caller knows to be free.</summary>
    public static long Insert(Db db, UserRow row, long number) => db.Insert(
        InsertSql, row.Id, row.SiteId, number, row.PrimaryId, row.Name, row.Username, row.Email, row.Title, row.Location, row.License,
        row.RoleId,
        row.Provider, row.ProviderUid, row.Active, row.Available, row.IsConfirmed, row.IsFirstLogin, row.CreatedAt, row.UpdatedAt,
        row.ConfirmedAt,
        row.InvitationSentAt, row.FirstCallAt, row.LastUsedAt);

    public static SandboxException Unknown(long id, long siteId) =>
        new(404, VendorCode.UnknownContact, $"There is no user {id} in site {siteId}.");

    /// <summary>Numbers have no gaps, so a page begins where its offset says, however far down.</summary>
    private static void WriteByNumber(
        Db db, Utf8JsonWriter json, long siteId, ListQuery query, long total, UserShape shape, TokenIssuer issuer)
    {
        string sql = query.IsDescending
            ? $"SELECT {UserJson.Columns} FROM users WHERE site_id = ?1 AND seq BETWEEN ?2 AND ?3 ORDER BY seq DESC"
            : $"SELECT {UserJson.Columns} FROM users WHERE site_id = ?1 AND seq BETWEEN ?2 AND ?3 ORDER BY seq";
        long first = query.IsDescending ? total - query.Offset - query.PageSize + 1 : query.Offset + 1;
        WriteRows(json, shape, issuer, db.Query(sql, siteId, first, first + query.PageSize - 1));
    }

    private static void WriteRows(Utf8JsonWriter json, UserShape shape, TokenIssuer issuer, Rows rows)
    {
        using (rows)
        {
            while (rows.Next())
            {
                UserJson.Write(json, rows, shape, issuer);
            }
        }
    }
}

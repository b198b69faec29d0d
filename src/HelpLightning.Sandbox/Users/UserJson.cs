using System.Text.Json;
using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Data;

namespace HelpLightning.Sandbox.Users;

/// <summary>Writes a person as the API does, field by field, straight from the row.</summary>
internal static class UserJson
{
    /// <summary>What a query for people selects, in the order that is read here.</summary>
    public const string Columns =
        "id, name, username, email, site_id, role_id, title, location, license, provider, provider_uid, status_message, available, active, "
        + "is_confirmed, is_first_login, confirmed_at, invitation_sent_at, created_at, updated_at, first_call_at, last_used_at";

    public static void Write(Utf8JsonWriter json, in Rows row, UserShape shape, TokenIssuer issuer)
    {
        json.WriteStartObject();
        WriteFields(json, row, shape);
        if (shape is UserShape.Detail or UserShape.V1)
        {
            json.WriteString("token"u8, issuer.UserToken(row.Number(0)));
        }

        json.WriteEndObject();
    }

    /// <summary>The fields without the braces, for objects that have more.</summary>
    public static void WriteFields(Utf8JsonWriter json, in Rows row, UserShape shape)
    {
        bool isAdministrator = row.Number(5) == UserRow.AdministratorRole;
        bool isFull = shape is UserShape.Row or UserShape.Detail;
        json.WriteNumber("id"u8, row.Number(0));
        json.WriteString("name"u8, row.Utf8(1));
        json.WriteString("username"u8, row.Utf8(2));
        json.WriteString("email"u8, row.Utf8(3));
        json.WriteNumber("enterprise_id"u8, row.Number(4));
        json.WriteNumber("role_id"u8, row.Number(5));
        json.WriteString("role_name"u8, isAdministrator ? "EnterpriseAdmin"u8 : "User"u8);
        WritePermissions(json, isAdministrator);
        if (shape != UserShape.V1)
        {
            json.WriteString("title"u8, row.Utf8(6));
            json.WriteString("location"u8, row.Utf8(7));
        }

        if (isFull)
        {
            json.WriteString("license"u8, row.Utf8(8));
            json.WriteBoolean("manage"u8, true);
            json.WriteString("provider"u8, row.Utf8(9));
            json.WriteString("provider_uid"u8, row.Utf8(10));
        }

        json.WriteNumber("status"u8, 0);
        if (isFull)
        {
            json.WriteString("status_message"u8, row.Utf8(11));
        }

        json.WriteBoolean("available"u8, row.Flag(12));
        json.WriteBoolean("active"u8, row.Flag(13));
        json.WriteBoolean("is_confirmed"u8, row.Flag(14));
        json.WriteBoolean("is_first_login"u8, row.Flag(15));
        json.WriteBoolean("email_confirmed"u8, row.Flag(14));
        if (isFull)
        {
            json.WriteString("unavailable_expires_at"u8, ""u8);
        }

        json.WriteString("confirmed_at"u8, row.Utf8(16));
        json.WriteString("confirmation_sent_at"u8, row.Utf8(17));
        json.WriteString("invitation_sent_at"u8, row.Utf8(17));
        json.WriteString("created_at"u8, row.Utf8(18));
        json.WriteString("updated_at"u8, row.Utf8(19));
        json.WriteString("first_call_at"u8, row.Utf8(20));
        if (shape != UserShape.V1)
        {
            json.WriteString("last_used_at"u8, row.Utf8(21));
        }

        WriteAvatar(json);
    }

    /// <summary>Nobody in the sandbox has a picture.</summary>
    public static void WriteAvatar(Utf8JsonWriter json)
    {
        json.WriteStartObject("avatar"u8);
        json.WriteNull("original"u8);
        json.WriteNull("thumb"u8);
        json.WriteEndObject();
    }

    private static void WritePermissions(Utf8JsonWriter json, bool isAdministrator)
    {
        json.WriteStartArray("permissions"u8);
        if (isAdministrator)
        {
            json.WriteStringValue("enterprise_admin"u8);
            json.WriteStringValue("manage_users"u8);
            json.WriteStringValue("manage_groups"u8);
            json.WriteStringValue("manage_reports"u8);
        }

        json.WriteStringValue("manage_account"u8);
        json.WriteStringValue("manage_personal_contacts"u8);
        json.WriteStringValue("web_login"u8);
        json.WriteEndArray();
    }
}

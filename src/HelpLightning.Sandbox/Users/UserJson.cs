using System.Text.Json;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Sandbox.Users;

/// <summary>Writes a person as the v1r1 API does, field by field.</summary>
internal static class UserJson
{
    public static void Write(Utf8JsonWriter writer, UserRow row, SiteId site, string? token)
    {
        bool isAdministrator = row.RoleId == UserRow.AdministratorRole;
        writer.WriteStartObject();
        writer.WriteNumber("id"u8, row.Id);
        writer.WriteString("name"u8, row.Name);
        writer.WriteString("username"u8, row.Username);
        writer.WriteString("email"u8, row.Email);
        writer.WriteNumber("enterprise_id"u8, site.Value);
        writer.WriteNumber("role_id"u8, row.RoleId);
        writer.WriteString("role_name"u8, isAdministrator ? "EnterpriseAdmin"u8 : "User"u8);
        WritePermissions(writer, isAdministrator);
        writer.WriteString("title"u8, row.Title);
        writer.WriteString("location"u8, row.Location);
        writer.WriteString("license"u8, row.License);
        writer.WriteBoolean("manage"u8, true);
        writer.WriteString("provider"u8, ""u8);
        writer.WriteString("provider_uid"u8, ""u8);
        writer.WriteNumber("status"u8, 0);
        writer.WriteString("status_message"u8, ""u8);
        writer.WriteBoolean("available"u8, row.Available);
        writer.WriteBoolean("active"u8, row.Active);
        writer.WriteBoolean("is_confirmed"u8, row.IsConfirmed);
        writer.WriteBoolean("is_first_login"u8, row.IsFirstLogin);
        writer.WriteBoolean("email_confirmed"u8, row.IsConfirmed);
        writer.WriteString("unavailable_expires_at"u8, ""u8);
        writer.WriteString("confirmed_at"u8, row.ConfirmedAt);
        writer.WriteString("confirmation_sent_at"u8, row.InvitationSentAt);
        writer.WriteString("invitation_sent_at"u8, row.InvitationSentAt);
        writer.WriteString("created_at"u8, row.CreatedAt);
        writer.WriteString("updated_at"u8, row.UpdatedAt);
        writer.WriteString("first_call_at"u8, row.FirstCallAt);
        writer.WriteString("last_used_at"u8, row.LastUsedAt);
        writer.WriteStartObject("avatar"u8);
        writer.WriteNull("original"u8);
        writer.WriteNull("thumb"u8);
        writer.WriteEndObject();
        if (token is not null)
        {
            writer.WriteString("token"u8, token);
        }

        writer.WriteEndObject();
    }

    private static void WritePermissions(Utf8JsonWriter writer, bool isAdministrator)
    {
        writer.WriteStartArray("permissions"u8);
        if (isAdministrator)
        {
            writer.WriteStringValue("enterprise_admin"u8);
            writer.WriteStringValue("manage_users"u8);
            writer.WriteStringValue("manage_groups"u8);
            writer.WriteStringValue("manage_reports"u8);
        }

        writer.WriteStringValue("manage_account"u8);
        writer.WriteStringValue("manage_personal_contacts"u8);
        writer.WriteStringValue("web_login"u8);
        writer.WriteEndArray();
    }
}

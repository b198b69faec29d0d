using HelpLightning.Cli.Output;
using HelpLightning.Client;

namespace HelpLightning.Cli.Shapes;

/// <summary>How people are printed; never with their tokens.</summary>
internal static class UserShape
{
    /// <summary>What the list of a group's people does not tell.</summary>
    private static readonly string[] UntoldOfMembers =
        ["license", "status_message", "manage", "provider", "provider_uid", "unavailable_expires_at"];

    private static readonly Field<User>[] All =
    [
        new("id", static u => (long?)u.Id, InTable: true),
        new("name", static u => u.Name, InTable: true),
        new("email", static u => u.Email, InTable: true, IsKey: true),
        new("username", static u => u.Username),
        new("title", static u => u.Title),
        new("location", static u => u.Location),
        new("license", static u => u.License, InTable: true),
        new("role_id", static u => u.RoleId),
        new("role", static u => u.RoleName, InTable: true),
        new("active", static u => u.Active, InTable: true),
        new("available", static u => u.Available),
        new("status", static u => u.Status),
        new("status_message", static u => u.StatusMessage),
        new("enterprise_id", static u => u.EnterpriseId),
        new("permissions", static u => FieldValue.List(u.Permissions)),
        new("manage", static u => u.Manage),
        new("provider", static u => u.Provider),
        new("provider_uid", static u => u.ProviderUid),
        new("is_confirmed", static u => u.IsConfirmed),
        new("is_first_login", static u => u.IsFirstLogin),
        new("email_confirmed", static u => u.EmailConfirmed),
        new("created_at", static u => u.CreatedAt),
        new("updated_at", static u => u.UpdatedAt),
        new("confirmed_at", static u => u.ConfirmedAt),
        new("confirmation_sent_at", static u => u.ConfirmationSentAt),
        new("invitation_sent_at", static u => u.InvitationSentAt),
        new("first_call_at", static u => u.FirstCallAt),
        new("last_used_at", static u => u.LastUsedAt, InTable: true),
        new("unavailable_expires_at", static u => u.UnavailableExpiresAt),
    ];

    public static readonly RowShape<User> Full = new("users", All);

    public static readonly RowShape<User> Member = new("users", [.. All.Where(static f => !UntoldOfMembers.Contains(f.Name))]);
}

using HelpLightning.Client;

namespace HelpLightning.Export.Tables;

/// <summary>The columns of people: the same in either form, for the vendor's own are tidy.</summary>
internal static class UserColumns
{
    public static readonly IReadOnlyList<Column<User>> OfSite =
    [
        new("id", CellType.Whole, "id", u => u.Id, "The user id. A person has another one in each workspace.", IsRequired: true),
        new("active", CellType.Flag, "active", u => u.Active, "False when switched off by an administrator."),
        new("available", CellType.Flag, "available", u => u.Available, "Ready to take calls."),
        new("confirmation_sent_at", CellType.Time, "confirmation_sent_at", u => u.ConfirmationSentAt, "Confirmation mail sent."),
        new("confirmed_at", CellType.Time, "confirmed_at", u => u.ConfirmedAt, "Account confirmed."),
        new("created_at", CellType.Time, "created_at", u => u.CreatedAt, "Made."),
        new("email", CellType.Text, "email", u => u.Email, "The e-mail address."),
        new("email_confirmed", CellType.Flag, "email_confirmed", u => u.EmailConfirmed, "The e-mail address has been confirmed."),
        new("enterprise_id", CellType.Whole, "enterprise_id", u => u.EnterpriseId, "The site or workspace."),
        new("first_call_at", CellType.Time, "first_call_at", u => u.FirstCallAt, "First call."),
        new("invitation_sent_at", CellType.Time, "invitation_sent_at", u => u.InvitationSentAt, "Invited."),
        new("is_confirmed", CellType.Flag, "is_confirmed", u => u.IsConfirmed, "The account has been confirmed."),
        new("is_first_login", CellType.Flag, "is_first_login", u => u.IsFirstLogin, "True until the first sign-in."),
        new("last_used_at", CellType.Time, "last_used_at", u => u.LastUsedAt, "Last used."),
        new("license", CellType.Text, "license", u => u.License, "The kind of licence: `expert`, `team`, `device` and others."),
        new("location", CellType.Text, "location", u => u.Location, "Where the person works."),
        new("manage", CellType.Flag, "manage", u => u.Manage, "Whoever exported may manage this person."),
        new("name", CellType.Text, "name", u => u.Name, "The full name."),
        new("provider", CellType.Text, "provider", u => u.Provider, "The identity provider, when sign-in goes through one."),
        new("provider_uid", CellType.Text, "provider_uid", u => u.ProviderUid, "The person's id at the identity provider."),
        new("role_id", CellType.Whole, "role_id", u => u.RoleId, "1 for an administrator, 3 for a user; others exist."),
        new("role_name", CellType.Text, "role_name", u => u.RoleName, "The role's name: `EnterpriseAdmin`, `User` and others."),
        new("status", CellType.Whole, "status", u => u.Status, "A number; 0 is all that has been seen."),
        new("status_message", CellType.Text, "status_message", u => u.StatusMessage, "The person's own words."),
        new("title", CellType.Text, "title", u => u.Title, "The job title."),
        new(
            "unavailable_expires_at", CellType.Time, "unavailable_expires_at", u => u.UnavailableExpiresAt,
            "Until when the person is away."),
        new("updated_at", CellType.Time, "updated_at", u => u.UpdatedAt, "Last changed."),
        new("username", CellType.Text, "username", u => u.Username, "The name in links."),
    ];

    /// <summary>What the list of a group's people does not tell.</summary>
    private static readonly HashSet<string> NotOfGroups =
        ["license", "manage", "provider", "provider_uid", "status_message", "unavailable_expires_at"];

    public static readonly IReadOnlyList<Column<User>> OfGroup = [.. OfSite.Where(c => !NotOfGroups.Contains(c.Name))];
}

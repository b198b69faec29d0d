using System.Globalization;
using HelpLightning.Client;

namespace HelpLightning.Export.Tables;

/// <summary>
/// The tables and columns, in the order of the files that the vendor's own sample writes, so that what was built on those
/// goes on working.
/// </summary>
internal sealed class ExportTables
{
    private static readonly Column<User>[] UserColumns =
    [
        new("id", CellType.Whole, u => u.Id),
        new("active", CellType.Flag, u => u.Active),
        new("available", CellType.Flag, u => u.Available),
        new("confirmation_sent_at", CellType.Text, u => u.ConfirmationSentAt),
        new("confirmed_at", CellType.Text, u => u.ConfirmedAt),
        new("created_at", CellType.Text, u => u.CreatedAt),
        new("email", CellType.Text, u => u.Email),
        new("email_confirmed", CellType.Flag, u => u.EmailConfirmed),
        new("enterprise_id", CellType.Whole, u => u.EnterpriseId),
        new("first_call_at", CellType.Text, u => u.FirstCallAt),
        new("invitation_sent_at", CellType.Text, u => u.InvitationSentAt),
        new("is_confirmed", CellType.Flag, u => u.IsConfirmed),
        new("is_first_login", CellType.Flag, u => u.IsFirstLogin),
        new("last_used_at", CellType.Text, u => u.LastUsedAt),
        new("license", CellType.Text, u => u.License),
        new("location", CellType.Text, u => u.Location),
        new("manage", CellType.Flag, u => u.Manage),
        new("name", CellType.Text, u => u.Name),
        new("provider", CellType.Text, u => u.Provider),
        new("provider_uid", CellType.Text, u => u.ProviderUid),
        new("role_id", CellType.Whole, u => u.RoleId),
        new("role_name", CellType.Text, u => u.RoleName),
        new("status", CellType.Whole, u => u.Status),
        new("status_message", CellType.Text, u => u.StatusMessage),
        new("title", CellType.Text, u => u.Title),
        new("unavailable_expires_at", CellType.Text, u => u.UnavailableExpiresAt),
        new("updated_at", CellType.Text, u => u.UpdatedAt),
        new("username", CellType.Text, u => u.Username),
    ];

    /// <summary>What the list of a group's people does not tell.</summary>
    private static readonly HashSet<string> NotOfGroups =
        ["license", "manage", "provider", "provider_uid", "status_message", "unavailable_expires_at"];

    private static readonly Table<User> SiteUsers = new("users", UserColumns, hasUniqueIds: true);
    private static readonly Table<User> GroupUsers =
        new("users", [.. UserColumns.Where(c => !NotOfGroups.Contains(c.Name))], hasUniqueIds: true);

    /// <param name="ofGroup">The tables of the export of one group, whose people have fewer columns.</param>
    public ExportTables(bool ofGroup)
    {
        Users = ofGroup ? GroupUsers : SiteUsers;
        All = [Users, Pods, PodsUsers, PodsAdmins, PodsPods, PodsOnCallPods, Calls, CallsUsers];
    }

    public IReadOnlyList<Table> All { get; }

    public Table<User> Users { get; }

    public Table<Group> Pods { get; } = new(
        "pods",
        [
            new("id", CellType.Whole, g => g.Id),
            new("admin_count", CellType.Whole, g => g.AdminCount),
            new("default", CellType.Flag, g => g.IsDefault),
            new("description", CellType.Text, g => g.Description),
            new("email", CellType.Text, g => g.Email),
            new("expert", CellType.Flag, g => g.IsExpert),
            new("manage", CellType.Flag, g => g.Manage),
            new("name", CellType.Text, g => g.Name),
            new("user_count", CellType.Whole, g => g.UserCount),
        ],
        hasUniqueIds: true);

    public Table<Link> PodsUsers { get; } = Links("pods_users", "user_id");

    public Table<Link> PodsAdmins { get; } = Links("pods_admins", "user_id");

    public Table<Link> PodsPods { get; } = Links("pods_pods", "included_pod_id");

    public Table<Link> PodsOnCallPods { get; } = Links("pods_on_call_pods", "on_call_pod_id");

    public Table<Call> Calls { get; } = new(
        "calls",
        [
            new("id", CellType.Text, c => c.Id.Value),
            new("has_attachments", CellType.Flag, c => c.HasAttachments),
            new("call_duration", CellType.Number, c => c.Duration),
            new("dialer_id", CellType.Text, c => Cell.Person(c.DialerId)),
            new("dialer_name", CellType.Text, c => c.DialerName),
            new("intra_enterprise_call", CellType.Flag, c => c.IsIntraEnterprise),
            new("reason_call_ended", CellType.Text, c => c.EndReason),
            new("receiver_id", CellType.Text, c => Cell.Person(c.ReceiverId)),
            new("receiver_name", CellType.Text, c => c.ReceiverName),
            new("recording_status", CellType.Text, c => c.RecordingStatus),
            new("timestamp", CellType.Text, c => c.OccurredText),
            new("time_call_started", CellType.Text, c => Cell.EpochSeconds(c.StartedAt)),
            new("time_call_ended", CellType.Text, c => Cell.EpochSeconds(c.EndedAt)),
        ],
        hasUniqueIds: true);

    public Table<CallMember> CallsUsers { get; } = new(
        "calls_users",
        [
            new("id", CellType.Text, m => string.Create(CultureInfo.InvariantCulture, $"{m.Call.Value}_{m.Person.Id ?? -1}")),
            new("call_id", CellType.Text, m => m.Call.Value),
            new("user_id", CellType.Text, m => Cell.Person(m.Person.Id)),
            new("name", CellType.Text, m => m.Person.Name),
            new("isAnonymous", CellType.Flag, m => m.Person.IsAnonymous),
            new("isExternal", CellType.Flag, m => m.Person.IsExternalTo(m.SiteId)),
        ]);

    private static Table<Link> Links(string name, string other) => new(
        name,
        [
            new("id", CellType.Text, l => l.Id),
            new("pod_id", CellType.Whole, l => l.GroupId),
            new(other, CellType.Whole, l => l.OtherId),
        ]);
}

using System.Globalization;
using HelpLightning.Calls;
using HelpLightning.Client;

namespace HelpLightning.Export.Tables;

/// <summary>
/// The tables and columns in the order of the files that the vendor's own sample writes, so that what was built on those
/// goes on working.
/// </summary>
internal sealed class VendorTables : ExportTables
{
    private static readonly Column<Group>[] Pods =
    [
        new("id", CellType.Whole, "id", g => g.Id, "The group id.", IsRequired: true),
        new("admin_count", CellType.Whole, "admin_count", g => g.AdminCount, "How many administrators it has."),
        new("default", CellType.Flag, "default", g => g.IsDefault, "It is the group that everybody is in."),
        new("description", CellType.Text, "description", g => g.Description, "What it is for."),
        new("email", CellType.Text, "email", g => g.Email, "The group's e-mail address."),
        new("expert", CellType.Flag, "expert", g => g.IsExpert, "It is a group of experts on call."),
        new("manage", CellType.Flag, "manage", g => g.Manage, "Whoever exported may manage it."),
        new("name", CellType.Text, "name", g => g.Name, "The name."),
        new("user_count", CellType.Whole, "user_count", g => g.UserCount, "How many people are in it."),
    ];

    private static readonly Column<Call>[] CallColumns =
    [
        new("id", CellType.Text, "session", c => c.Id.Value, "The call id.", IsRequired: true),
        new("has_attachments", CellType.Flag, "has_attachments", c => c.HasAttachments, "There are recordings, captures or files."),
        new("call_duration", CellType.Number, "callDuration", c => c.Duration, "How long it took, in seconds."),
        new("dialer_id", CellType.Text, "dialerId", c => Cell.Person(c.DialerId), "Who called; `-1` when not known."),
        new("dialer_name", CellType.Text, "dialerName", c => c.DialerName, "The name of who called."),
        new("intra_enterprise_call", CellType.Flag, "intraEnterpriseCall", c => c.IsIntraEnterprise, "All of them were of one site."),
        new(
            "reason_call_ended", CellType.Text, "reasonCallEnded", c => c.EndReason,
            $"Why it ended: `{CallOutcome.EndedWell}` when it went well."),
        new("receiver_id", CellType.Text, "receiverId", c => Cell.Person(c.ReceiverId), "Who was called; `-1` when not known."),
        new("receiver_name", CellType.Text, "receiverName", c => c.ReceiverName, "The name of who was called."),
        new("recording_status", CellType.Text, "recordingStatus", c => c.RecordingStatus, "The state of the recording."),
        new("timestamp", CellType.Text, "timestamp", c => c.OccurredText, "When, in words for people, without a time zone."),
        new(
            "time_call_started", CellType.Text, "timeCallStarted", c => Cell.EpochSeconds(c.StartedAt),
            "When it began: epoch seconds with milliseconds."),
        new(
            "time_call_ended", CellType.Text, "timeCallEnded", c => Cell.EpochSeconds(c.EndedAt),
            "When it ended: epoch seconds with milliseconds; empty while it goes on."),
    ];

    private static readonly Column<CallMember>[] CallUsers =
    [
        new(
            "id", CellType.Text, "session, participants.id",
            m => string.Create(CultureInfo.InvariantCulture, $"{m.Call.Value}_{m.Person.Id ?? -1}"),
            "Both ids. Two guests of a call have the same.", IsRequired: true),
        new("call_id", CellType.Text, "session", m => m.Call.Value, "The call.", IsRequired: true),
        new("user_id", CellType.Text, "participants.id", m => Cell.Person(m.Person.Id), "Who; `-1` for a guest.", IsRequired: true),
        new("name", CellType.Text, "participants.name", m => m.Person.Name, "The name."),
        new("isAnonymous", CellType.Flag, "participants.isAnonymous", m => m.Person.IsAnonymous, "Came in by a link, without an account."),
        new(
            "isExternal", CellType.Flag, "participants.enterpriseId", m => m.Person.IsExternalTo(m.SiteId),
            "Is of another site or workspace than this one."),
    ];

    private VendorTables()
    {
    }

    public static VendorTables Create(bool ofGroup) => new()
    {
        Users = new("users", "A person.", ofGroup ? UserColumns.OfGroup : UserColumns.OfSite, keys: 1),
        Groups = new("pods", "A group.", Pods, keys: 1),
        Members = Links("pods_users", "users", "user_id", "That a group has a member."),
        Admins = Links("pods_admins", "admins", "user_id", "That a group has an administrator."),
        Subgroups = Links("pods_pods", "subpods", "included_pod_id", "That a group includes a group."),
        OnCallGroups = Links("pods_on_call_pods", "on_call_pods", "on_call_pod_id", "That a group is on call for a group."),
        Calls = new("calls", "A call.", CallColumns, keys: 1),
        Participants = new("calls_users", "That somebody took part in a call.", CallUsers, lookups: [1, 2]),
    };

    private static Table<Link> Links(string name, string wire, string other, string meaning) => new(
        name,
        meaning,
        [
            new("id", CellType.Text, $"id, {wire}.id", l => l.Id, "Both ids.", IsRequired: true),
            new("pod_id", CellType.Whole, "id", l => l.GroupId, "The group.", IsRequired: true),
            new(other, CellType.Whole, $"{wire}.id", l => l.OtherId, "The other end.", IsRequired: true),
        ],
        lookups: [1, 2]);
}

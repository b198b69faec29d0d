using HelpLightning.Calls;
using HelpLightning.Client;

namespace HelpLightning.Export.Tables;

/// <summary>
/// One shape for everything: times are times, numbers numbers, lengths of time seconds, and who is not known is nobody rather than -1.
/// A call has the names that <c>hl calls list</c> gives it; its lists are tables.
/// </summary>
internal sealed class TidyTables : ExportTables
{
    private static readonly Column<Group>[] GroupColumns =
    [
        new("id", CellType.Whole, "id", g => g.Id, "The group id.", IsRequired: true),
        new("name", CellType.Text, "name", g => g.Name, "The name."),
        new("description", CellType.Text, "description", g => g.Description, "What it is for."),
        new("email", CellType.Text, "email", g => g.Email, "The group's e-mail address."),
        new("user_count", CellType.Whole, "user_count", g => g.UserCount, "How many people are in it."),
        new("admin_count", CellType.Whole, "admin_count", g => g.AdminCount, "How many administrators it has."),
        new("is_default", CellType.Flag, "default", g => g.IsDefault, "It is the group that everybody is in."),
        new("is_expert", CellType.Flag, "expert", g => g.IsExpert, "It is a group of experts on call."),
        new("manage", CellType.Flag, "manage", g => g.Manage, "Whoever exported may manage it."),
    ];

    private static readonly Column<Call>[] CallColumns =
    [
        new("id", CellType.Text, "session", c => c.Id.Value, "The call id.", IsRequired: true),
        new("started_at", CellType.Time, "timeCallStarted", c => c.StartedAt, "When it began."),
        new("ended_at", CellType.Time, "timeCallEnded", c => c.EndedAt, "When it ended; empty while it goes on."),
        new("dialer", CellType.Text, "dialerName", c => c.DialerName ?? c.Dialer?.Name, "The name of who called."),
        new("dialer_id", CellType.Whole, "dialerId", c => c.DialerId ?? c.Dialer?.Id, "The user id of who called."),
        new("receiver", CellType.Text, "receiverName", c => c.ReceiverName ?? c.Receiver?.Name, "The name of who was called."),
        new("receiver_id", CellType.Whole, "receiverId", c => c.ReceiverId ?? c.Receiver?.Id, "The user id of who was called."),
        new("duration", CellType.Number, "callDuration", c => c.Duration, "How long it took: seconds, whole ones as the server rounds."),
        new(
            "end_reason", CellType.Text, "reasonCallEnded", c => c.EndReason,
            $"Why it ended: `{CallOutcome.EndedWell}` when it went well, `Timed out` when nobody answered, and others; empty while it "
            + "goes on."),
        new("has_attachments", CellType.Flag, "has_attachments", c => c.HasAttachments, "There are recordings, captures or files."),
        new("recording_status", CellType.Text, "recordingStatus", c => c.RecordingStatus, "The recording: `finished` and others."),
        new("intra_enterprise", CellType.Flag, "intraEnterpriseCall", c => c.IsIntraEnterprise, "All of them were of one site."),
        new("help_thread_id", CellType.Whole, "workbox_id", c => c.HelpThreadId, "The help thread that it belongs to."),
    ];

    private static readonly Column<CallMember>[] ParticipantColumns =
    [
        new("call_id", CellType.Text, "session", m => m.Call.Value, "The call.", IsRequired: true),
        new("position", CellType.Whole, "participants", m => m.Position, "The place in the API's list, from 1.", IsRequired: true),
        new("user_id", CellType.Whole, "participants.id", m => m.Person.Id, "Who; empty for a guest without an account."),
        new("name", CellType.Text, "participants.name", m => m.Person.Name, "The name."),
        new("email", CellType.Text, "participants.email", m => m.Person.Email, "The e-mail address."),
        new("enterprise_id", CellType.Whole, "participants.enterpriseId", m => m.Person.EnterpriseId, "The person's site or workspace."),
        new("is_anonymous", CellType.Flag, "participants.isAnonymous", m => m.Person.IsAnonymous, "Came in by a link, without an account."),
        new(
            "is_external", CellType.Flag, "participants.enterpriseId", m => m.Person.IsExternalTo(m.SiteId),
            "Is of another site or workspace than this one."),
    ];

    private TidyTables()
    {
    }

    public static TidyTables Create(bool ofGroup)
    {
        Table<Group> groups = new("groups", "A group of people; the wire calls it a pod.", GroupColumns, keys: 1);
        Table<Call> calls = new("calls", "A call that took place or is going on.", CallColumns, keys: 1);
        return new TidyTables
        {
            Users = new("users", "A person of the site.", ofGroup ? UserColumns.OfGroup : UserColumns.OfSite, keys: 1),
            Groups = groups,
            Members = Links(groups, "groups_users", "users", "user_id", "That a person is in a group."),
            Admins = Links(groups, "groups_admins", "admins", "user_id", "That a person administers a group."),
            Subgroups = Links(groups, "groups_groups", "subpods", "included_group_id", "That a group includes a group."),
            OnCallGroups =
                Links(groups, "groups_on_call_groups", "on_call_pods", "on_call_group_id", "That a group is on call for a group."),
            Calls = calls,
            Participants = new("calls_participants", "That somebody took part in a call.", ParticipantColumns, keys: 2, lookups: [2])
            {
                Owner = calls,
            },
            CallTags = References(calls, "calls_tags", "tags", "tag_id", "A tag of a call."),
            CallGroups = References(calls, "calls_groups", "groups", "group_id", "A group that a call counts for."),
            CallComments = ofGroup
                ? null
                : new(
                    "calls_comments",
                    "What people wrote about a call. Only the call report tells it, so it is whole in every export.",
                    [
                        new("call_id", CellType.Text, "report: id", c => c.CallId, "The call.", IsRequired: true),
                        new("comments", CellType.Text, "report: comments", c => c.Text, "The text.", IsRequired: true),
                    ],
                    keys: 1),
        };
    }

    private static Table<Link> Links(Table groups, string name, string wire, string other, string meaning) => new(
        name,
        meaning,
        [
            new("group_id", CellType.Whole, "id", l => l.GroupId, "The group.", IsRequired: true),
            new(other, CellType.Whole, $"{wire}.id", l => l.OtherId, "The other end.", IsRequired: true),
        ],
        keys: 2,
        lookups: [1])
    {
        Owner = groups,
    };

    private static Table<CallReference> References(Table calls, string name, string wire, string id, string meaning) => new(
        name,
        meaning,
        [
            new("call_id", CellType.Text, "session", r => r.Call.Value, "The call.", IsRequired: true),
            new("position", CellType.Whole, wire, r => r.Position, "The place in the API's list, from 1.", IsRequired: true),
            new(id, CellType.Whole, $"{wire}.id", r => r.Other.Id, "Its id; empty when only a name came."),
            new("name", CellType.Text, $"{wire}.name", r => r.Other.Name, "Its name; empty when only an id came."),
        ],
        keys: 2,
        lookups: [3])
    {
        Owner = calls,
    };
}

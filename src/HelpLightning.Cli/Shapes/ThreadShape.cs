using HelpLightning.Cli.Output;
using HelpLightning.Client;

namespace HelpLightning.Cli.Shapes;

/// <summary>How help threads and what is in them are printed; never with their tokens.</summary>
internal static class ThreadShape
{
    private static readonly Field<HelpThread> Id = new("id", static t => (long?)t.Id, InTable: true);
    private static readonly Field<HelpThread> Title = new("title", static t => t.Title, InTable: true);
    private static readonly Field<HelpThread> Unread = new("unread_messages_count", static t => t.UnreadMessagesCount, InTable: true);
    private static readonly Field<HelpThread> LastActiveAt = new("last_active_at", static t => t.LastActiveAt, InTable: true);

    /// <summary>What lists tell.</summary>
    public static readonly RowShape<HelpThread> List = new("help threads", Id, Title, Unread, LastActiveAt);

    public static readonly RowShape<HelpThread> Full = new("help threads",
        Id,
        Title,
        new("status", static t => t.Status),
        new("assigned_to", static t => t.AssignedTo?.Name),
        new("participants", static t => FieldValue.List(t.Participants.Select(static p => p.Name))),
        new("guests", static t => FieldValue.List(t.Guests.Select(static g => g.Name))),
        new("guest_uuids", static t => FieldValue.List(t.Guests.Select(static g => g.Uuid))),
        new("fields", static t => FieldValue.List(t.Fields.Select(static f => $"{f.Name}: {f.ValueAsText}"))),
        Unread,
        LastActiveAt);

    public static readonly RowShape<HelpThreadMessage> Message = new("messages",
        new("id", static m => (long?)m.Id, InTable: true),
        new("sent_at", static m => m.SentAt, InTable: true),
        new("sender", static m => m.Sender?.Name, InTable: true),
        new("type", static m => m.Type, InTable: true),
        new("title", static m => m.Title),
        new("text", static m => m.Text, InTable: true),
        new("filename", static m => m.FileName, InTable: true),
        new("uuid", static m => m.Uuid));

    public static readonly RowShape<HelpThreadInviteResult> Invitation = new("invitations",
        new("link", static r => r.Link?.OriginalString, InTable: true, IsKey: true),
        new("guests", static r => FieldValue.List(r.Guests.Select(static g => g.Name)), InTable: true),
        new("guest_uuids", static r => FieldValue.List(r.Guests.Select(static g => g.Uuid))));
}

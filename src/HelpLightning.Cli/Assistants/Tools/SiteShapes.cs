using HelpLightning.Cli.Assistants.Answers;
using HelpLightning.Client;

namespace HelpLightning.Cli.Assistants.Tools;

/// <summary>What is told of people, groups, workspaces, calls and help threads.</summary>
internal static class SiteShapes
{
    private const int LongText = 500;

    public static readonly Shape<User> PersonInList = new Shape<User>()
        .Number("id", "For person", static u => u.Id)
        .Text("name", "Full name", static u => u.Name)
        .Text("email", "E-mail address", static u => u.Email)
        .Text("title", "Job title", static u => u.Title)
        .Flag("active", "False when an administrator has switched the account off", static u => u.Active)
        .Time("last_used", "Last seen", static u => u.LastUsedAt);

    public static readonly Shape<User> Person = new Shape<User>()
        .Number("id", "For person", static u => u.Id)
        .Text("name", "Full name", static u => u.Name)
        .Text("username", "Name in links", static u => u.Username)
        .Text("email", "E-mail address", static u => u.Email)
        .Text("title", "Job title", static u => u.Title)
        .Text("location", "Where the person works", static u => u.Location)
        .Text("license", "Kind of licence", static u => u.License)
        .Text("role", "Role", static u => u.RoleName)
        .Flag("active", "False when an administrator has switched the account off", static u => u.Active)
        .Flag("available", "Ready to take calls", static u => u.Available)
        .Flag("confirmed", "Has the account been confirmed?", static u => u.IsConfirmed)
        .Text("status_message", "The person's own words", static u => u.StatusMessage)
        .Time("created", "Account made", static u => u.CreatedAt)
        .Time("updated", "Account last changed", static u => u.UpdatedAt)
        .Time("invited", "Last invited", static u => u.InvitationSentAt)
        .Time("first_call", "First call", static u => u.FirstCallAt)
        .Time("last_used", "Last seen", static u => u.LastUsedAt);

    public static readonly Shape<Group> Group = new Shape<Group>()
        .Number("id", "For group", static g => g.Id)
        .Text("name", "Name", static g => g.Name)
        .Text("description", "What it is for", static g => g.Description)
        .Number("people", "How many are in it", static g => g.UserCount)
        .Number("administrators", "How many administrators it has", static g => g.AdminCount)
        .Flag("everybody", "Is it the group that everybody is in?", static g => g.IsDefault)
        .Flag("on_call", "Is it a group of experts on call?", static g => g.IsExpert);

    public static readonly Shape<Workspace> Workspace = new Shape<Workspace>()
        .Number("id", "Its number, which is also its site id: start hl mcp with --workspace ID to look into it", static w => w.Id)
        .Text("name", "Name", static w => w.Name)
        .Flag("active", "False when it is switched off", static w => w.Active)
        .Texts("administrators", "Names of its administrators", static w => w.Admins.Select(static a => a.Name));

    public static readonly Shape<Call> CallInList = new Shape<Call>()
        .Text("id", "For call_id", static c => c.Id.Value)
        .Time("started", "When it began", static c => c.StartedAt)
        .Words("duration", "How long it took; missing while it runs", Length)
        .Text("caller", "Who called", static c => c.DialerName ?? c.Dialer?.Name)
        .Number("caller_id", "For person", static c => c.DialerId ?? c.Dialer?.Id)
        .Text("called", "Who was called", static c => c.ReceiverName ?? c.Receiver?.Name)
        .Number("called_id", "For person", static c => c.ReceiverId ?? c.Receiver?.Id)
        .Words("outcome", "answered, unanswered or running", CallFacts.Outcome)
        .Texts("tags", "Tags", static c => c.Tags.Select(static t => t.Name), most: 5)
        .Flag("attachments", "Are there recordings, pictures or files?", static c => c.HasAttachments);

    public static readonly Shape<CallDetails> Call = new Shape<CallDetails>()
        .Text("id", "For call_id", static c => c.Call.Id.Value)
        .Time("started", "When it began", static c => c.Call.StartedAt)
        .Time("ended", "When it ended; missing while it runs", static c => c.Call.EndedAt)
        .Words("duration", "How long it took", static c => Length(c.Call))
        .Words("outcome", "answered, unanswered or running", static c => CallFacts.Outcome(c.Call))
        .Text("end_reason", "Why it ended, in the words of the API", static c => c.Call.EndReason)
        .Text("caller", "Who called", static c => c.Call.DialerName ?? c.Call.Dialer?.Name)
        .Number("caller_id", "For person", static c => c.Call.DialerId ?? c.Call.Dialer?.Id)
        .Text("called", "Who was called", static c => c.Call.ReceiverName ?? c.Call.Receiver?.Name)
        .Number("called_id", "For person", static c => c.Call.ReceiverId ?? c.Call.Receiver?.Id)
        .Texts("participants", "Everybody who took part, as name (person id or guest)",
            static c => c.Call.Participants.Select(CallFacts.NameOf))
        .Texts("groups", "Groups that it counts for", static c => c.Call.Groups.Select(static g => g.Name))
        .Texts("tags", "Tags", static c => c.Call.Tags.Select(static t => t.Name))
        .Texts("attachments", "Recordings, pictures and files, as name (kind); hl calls download gets them",
            static c => c.Attachments.Select(static a => $"{a.Name} ({a.MimeType ?? "kind not known"})"))
        .Number("help_thread_id", "Its help thread, which get_help_thread shows", static c => c.Call.HelpThreadId);

    public static readonly Shape<HelpThread> Thread = new Shape<HelpThread>()
        .Number("id", "Its number", static t => t.Id)
        .Text("title", "What it is about", static t => t.Title, LongText)
        .Text("status", "REPORTED when open and new, CLOSED, and others", static t => t.Status)
        .Text("assigned_to", "Who takes care of it", static t => t.AssignedTo?.Name)
        .Texts("participants", "People of the site in it", static t => t.Participants.Select(static p => p.Name))
        .Texts("guests", "Who was invited from outside", static t => t.Guests.Select(static g => g.Name))
        .Texts("fields", "What the site's own fields hold, as name: value",
            static t => t.Fields.Where(static f => f.Hidden != true).Select(static f => $"{f.Name}: {f.ValueAsText}"))
        .Number("unread_messages", "Messages that are not read", static t => t.UnreadMessagesCount)
        .Time("last_active", "When something last happened in it", static t => t.LastActiveAt);

    private static string? Length(Call call) => call.Duration is { } length ? TimeText.Length(length) : null;
}

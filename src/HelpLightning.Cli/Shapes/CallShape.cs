using HelpLightning.Cli.Output;
using HelpLightning.Client;

namespace HelpLightning.Cli.Shapes;

/// <summary>How calls are printed.</summary>
internal static class CallShape
{
    public static readonly RowShape<Call> Full = new("calls",
        new("id", static c => c.Id.Value, InTable: true, IsKey: true, IsLastInTable: true),
        new("started_at", static c => c.StartedAt, InTable: true, ApiName: "timeCallStarted"),
        new("ended_at", static c => c.EndedAt, ApiName: "timeCallEnded"),
        new("dialer", static c => c.DialerName ?? c.Dialer?.Name, InTable: true),
        new("dialer_id", static c => c.DialerId ?? c.Dialer?.Id),
        new("receiver", static c => c.ReceiverName ?? c.Receiver?.Name, InTable: true),
        new("receiver_id", static c => c.ReceiverId ?? c.Receiver?.Id),
        new("duration", static c => c.Duration, InTable: true),
        new("participants", static c => FieldValue.List(c.Participants.Select(static p => p.Name ?? p.Email))),
        new("end_reason", static c => c.EndReason, InTable: true),
        new("tags", static c => GroupShape.References(c.Tags), InTable: true),
        new("groups", static c => GroupShape.References(c.Groups)),
        new("has_attachments", static c => c.HasAttachments),
        new("recording_status", static c => c.RecordingStatus),
        new("intra_enterprise", static c => c.IsIntraEnterprise),
        new("help_thread_id", static c => c.HelpThreadId));
}

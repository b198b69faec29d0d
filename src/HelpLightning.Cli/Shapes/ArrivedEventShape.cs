using HelpLightning.Cli.Output;
using HelpLightning.Cli.Webhooks;
using HelpLightning.Webhooks;

namespace HelpLightning.Cli.Shapes;

/// <summary>How events are printed for programs, as they come.</summary>
internal static class ArrivedEventShape
{
    public static readonly IReadOnlyList<Field<ArrivedEvent>> Fields =
    [
        new("received_at", static a => (DateTimeOffset?)a.Incoming.ReceivedAt),
        new("type", static a => a.Incoming.Summary.Type),
        new("category", static a => a.Incoming.Summary.Category),
        new("call_id", static a => a.Incoming.Summary.CallId),
        new("attachment_id", static a => a.Incoming.Summary.AttachmentId),
        new("attachment_uuid", static a => a.Incoming.Summary.AttachmentUuid),
        new("signed_by", static a => a.Incoming.SignedBy),
        new("repeat", static a => (bool?)(a.Result == IntakeResult.Repeated)),
        new("body", static a => BodyText.Json(a.Incoming.Body)),
    ];
}

using HelpLightning.Cli.Output;
using HelpLightning.Cli.Webhooks;

namespace HelpLightning.Cli.Shapes;

/// <summary>How the body of a webhook is printed that was checked.</summary>
internal static class VerifiedBodyShape
{
    public static readonly RowShape<VerifiedBody> Full = new("bodies",
        new("valid", static _ => (bool?)true),
        new("signed_by", static b => b.SignedBy.Place),
        new("type", static b => b.Summary.Type),
        new("category", static b => b.Summary.Category),
        new("call_id", static b => b.Summary.CallId),
        new("attachment_id", static b => b.Summary.AttachmentId),
        new("attachment_uuid", static b => b.Summary.AttachmentUuid),
        new("bytes", static b => (long?)b.Length));
}

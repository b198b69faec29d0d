using HelpLightning.Cli.Output;
using HelpLightning.Client;

namespace HelpLightning.Cli.Shapes;

/// <summary>How attachments are printed; without the signed address, which opens the file for whoever has it.</summary>
internal static class AttachmentShape
{
    public static readonly RowShape<Attachment> Full = new("attachments",
        new("id", static a => (long?)a.Id, InTable: true),
        new("uuid", static a => a.Uuid),
        new("name", static a => a.Name, InTable: true),
        new("type", static a => a.Type, InTable: true),
        new("mime_type", static a => a.MimeType, InTable: true),
        new("status", static a => a.Status),
        new("call_id", static a => a.CallId?.Value),
        new("has_file", static a => a.SignedUrl is not null, InTable: true));
}

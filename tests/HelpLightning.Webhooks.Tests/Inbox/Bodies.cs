using System.Text;

namespace HelpLightning.Webhooks.Tests.Inbox;

/// <summary>What a vendor's request holds.</summary>
internal static class Bodies
{
    private static readonly DateTimeOffset Morning = new(2026, 11, 29, 8, 0, 0, TimeSpan.Zero);

    /// <param name="category">The event's category.</param>
    /// <param name="call">The call's id, if it has one.</param>
    /// <param name="more">More members of the data.</param>
    /// <param name="type">The event's type.</param>
    public static byte[] Of(string category, string? call = null, string? more = null, string type = "call")
    {
        string data = string.Join(',', new[] { call is null ? null : $"\"call_id\":\"{call}\"", more }.OfType<string>());
        return Encoding.UTF8.GetBytes($$$"""{"type":"{{{type}}}","category":"{{{category}}}","data":{ {{{data}}} }}""");
    }

    public static byte[] Attachment(string call, long? id, string uuid, string? more = null)
    {
        string members = string.Join(',', new[] { id is null ? null : $"\"id\":{id}", $"\"uuid\":\"{uuid}\"", more }.OfType<string>());
        return Of("attachment_created", call, $"\"attachment\":{{{members}}}");
    }

    public static IncomingEvent Incoming(byte[] body, DateTimeOffset? at = null, string? signedBy = null) => new(body, at ?? Morning, signedBy);
}

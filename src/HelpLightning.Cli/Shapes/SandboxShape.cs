using System.Text.Json;
using HelpLightning.Cli.LocalSandbox;
using HelpLightning.Cli.Output;

namespace HelpLightning.Cli.Shapes;

/// <summary>How a running sandbox's things are printed.</summary>
internal static class SandboxShape
{
    public static readonly RowShape<Happening> Happened = new("events",
        new("type", static h => h.Type, InTable: true),
        new("category", static h => h.Category, InTable: true),
        new("call_id", static h => h.CallId, InTable: true, IsKey: true),
        new("new_call", static h => h.IsMadeUp ? null : (bool?)h.IsNewCall),
        new("attachment_uuid", static h => h.AttachmentUuid),
        new("user_id", static h => h.UserId),
        new("made_up", static h => (bool?)h.IsMadeUp));

    /// <summary>As the control routes show them.</summary>
    public static readonly RowShape<JsonElement> Webhook = new("webhooks",
        new("id", static w => Number(w, "id"), InTable: true),
        new("url", static w => Text(w, "url"), InTable: true),
        new("event_type", static w => Text(w, "event_type"), InTable: true),
        new("signed", static w => (bool?)w.GetProperty("has_secret").GetBoolean(), InTable: true),
        new("pending", static w => Number(w, "pending"), InTable: true),
        new("workspace", static w => Number(w, "workspace"), InTable: true),
        new("problem", static w => Text(w, "problem"), InTable: true));

    public static readonly RowShape<JsonElement> PartnerKey = new("keys",
        new("site_id", static k => Number(k, "site_id"), InTable: true),
        new("thumbprint", static k => Text(k, "thumbprint"), InTable: true, IsKey: true),
        new("bits", static k => Number(k, "bits"), InTable: true));

    private static long? Number(JsonElement row, string name) => row.TryGetProperty(name, out JsonElement value) ? value.GetInt64() : null;

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}

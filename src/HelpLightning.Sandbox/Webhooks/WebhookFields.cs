using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox.Json;

namespace HelpLightning.Sandbox.Webhooks;

/// <summary>A webhook as somebody writes it down.</summary>
internal static class WebhookFields
{
    public static SandboxWebhook Read(JsonFields fields)
    {
        string url = fields.Text("url", longest: 2000);
        SandboxWebhook webhook = new()
        {
            PayloadUrl = Uri.TryCreate(url, UriKind.Absolute, out Uri? address)
                ? address
                : throw fields.Wrong("url", "is no whole address, such as https://example.com/hook"),
            EventType = EventType(fields, "event_type"),
            Secret = fields.OptionalText("secret", longest: 512),
            Site = fields.Number("workspace", 1, int.MaxValue) is { } workspace ? new SiteId(workspace) : null,
        };
        fields.RequireNoOthers();
        try
        {
            webhook.Check();
            return webhook;
        }
        catch (FormatException e)
        {
            throw fields.Wrong("url", $"or the secret is wrong: {e.Message.TrimEnd('.')}");
        }
    }

    /// <summary><c>call</c> when it is not there.</summary>
    public static SandboxEventType EventType(JsonFields fields, string name) =>
        fields.OneOf(name, "call", "session") == "session" ? SandboxEventType.Session : SandboxEventType.Call;
}

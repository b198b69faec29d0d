using System.Text;
using System.Text.Json;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Events;

namespace HelpLightning.Sandbox.Webhooks;

/// <summary>
/// Writes down what webhooks are owed, in the transaction of the change that they are told of: a sandbox that is killed has
/// kept both or neither. Nothing is written when no webhook is for the event.
/// </summary>
internal sealed class WebhookOutbox(WebhookDispatcher dispatcher, SiteId site, bool siteHearsWorkspaces) : ISandboxEvents
{
    public void Publish(Db db, SandboxEvent happened)
    {
        List<long> webhooks = WebhookStore.Of(db, happened, site, siteHearsWorkspaces);
        if (webhooks.Count == 0)
        {
            return;
        }

        JsonEncodedText category = JsonEncodedText.Encode(happened.Category);
        string data = Encoding.UTF8.GetString(happened.Data.Span);
        string body = $$"""
            {"type":"{{WebhookJson.Name(happened.Type)}}","category":"{{category}}","data":{{data}}}
            """;
        Guid eventId = Guid.NewGuid();
        foreach (long webhook in webhooks)
        {
            DeliveryStore.Add(db, webhook, eventId, happened, body);
        }

        db.AfterCommit(() => webhooks.ForEach(dispatcher.Wake));
    }
}

using System.Text.Json;
using HelpLightning.Sandbox.Json;
using HelpLightning.Sandbox.Webhooks;
using Microsoft.AspNetCore.Http;

namespace HelpLightning.Sandbox.Control;

/// <summary><c>/_sandbox/webhooks</c>, <c>/_sandbox/deliveries</c> and <c>/_sandbox/events</c>.</summary>
internal sealed class WebhookEndpoints(
    WebhookStore webhooks, DeliveryStore deliveries, WebhookDispatcher dispatcher, MadeUpEvents events)
{
    private const int MostDeliveries = 100;

    public void Map(ControlMap map)
    {
        map.Get("/webhooks", (_, answer) =>
        {
            answer.WriteStartArray("webhooks"u8);
            foreach (SandboxWebhookState webhook in dispatcher.List())
            {
                answer.WriteStartObject();
                WebhookJson.Write(answer, webhook);
                answer.WriteEndObject();
            }

            answer.WriteEndArray();
        });
        map.Post("/webhooks", Add);
        map.Delete("/webhooks/{id}", async context =>
        {
            if (!await dispatcher.RemoveAsync(ControlMap.Id(context)).ConfigureAwait(false))
            {
                throw ControlMap.Unknown(context, "webhook");
            }
        });
        map.Get("/webhooks/{id}/deliveries", (context, answer) =>
        {
            _ = webhooks.Find(ControlMap.Id(context)) ?? throw ControlMap.Unknown(context, "webhook");
            answer.WriteStartArray("deliveries"u8);
            foreach (SandboxWebhookDelivery delivery in deliveries.List(ControlMap.Id(context), MostDeliveries))
            {
                answer.WriteStartObject();
                WebhookJson.Write(answer, delivery);
                answer.WriteEndObject();
            }

            answer.WriteEndArray();
        });
        map.Post("/deliveries/{id}/redeliver", (context, body, answer) =>
        {
            body.RequireNoOthers();
            answer.WriteNumber("id"u8, dispatcher.Redeliver(ControlMap.Id(context)) ?? throw ControlMap.Unknown(context, "delivery"));
        });
        map.Post("/events", Publish);
    }

    private void Add(HttpContext context, JsonFields body, Utf8JsonWriter answer)
    {
        long id = Add(body, WebhookFields.Read(body));
        WebhookJson.Write(answer, dispatcher.List().First(w => w.Id == id));
    }

    private long Add(JsonFields body, SandboxWebhook webhook)
    {
        try
        {
            return webhooks.Add(webhook);
        }
        catch (FormatException e)
        {
            throw body.Wrong("workspace", $"is wrong: {e.Message.TrimEnd('.')}");
        }
    }

    private void Publish(HttpContext context, JsonFields body, Utf8JsonWriter answer)
    {
        SandboxEventType type = WebhookFields.EventType(body, "type");
        string category = body.Text("category", longest: 100);
        string data = body.Raw("data")?.GetRawText() ?? "{}";
        body.RequireNoOthers();
        try
        {
            events.Publish(type, category, data);
        }
        catch (FormatException e)
        {
            throw body.Wrong("data", $"is wrong: {e.Message.TrimEnd('.')}");
        }

        answer.WriteBoolean("published"u8, true);
    }
}

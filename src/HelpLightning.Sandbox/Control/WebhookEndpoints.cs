using System.Text.Json;
using HelpLightning.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace HelpLightning.Sandbox.Control;

/// <summary><c>/_sandbox/webhooks</c>, <c>/_sandbox/deliveries</c> and <c>/_sandbox/events</c>.</summary>
internal sealed class WebhookEndpoints(Operations operations)
{
    private const int MostDeliveries = 100;

    public void Map(ControlMap map)
    {
        map.Get("/webhooks", (_, answer) =>
        {
            answer.WriteStartArray("webhooks"u8);
            foreach (SandboxWebhookState webhook in operations.Dispatcher.List())
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
            if (!await operations.Dispatcher.RemoveAsync(ControlMap.Id(context)).ConfigureAwait(false))
            {
                throw ControlEndpoints.Unknown(context, "webhook");
            }
        });
        map.Get("/webhooks/{id}/deliveries", (context, answer) =>
        {
            _ = operations.Webhooks.Find(ControlMap.Id(context)) ?? throw ControlEndpoints.Unknown(context, "webhook");
            answer.WriteStartArray("deliveries"u8);
            foreach (SandboxWebhookDelivery delivery in operations.Deliveries.List(ControlMap.Id(context), MostDeliveries))
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
            answer.WriteNumber("id"u8, operations.Dispatcher.Redeliver(ControlMap.Id(context)) ?? throw ControlEndpoints.Unknown(context, "delivery"));
        });
        map.Post("/events", Publish);
    }

    private void Add(HttpContext context, JsonFields body, Utf8JsonWriter answer)
    {
        long id = Add(body, WebhookFields.Read(body));
        WebhookJson.Write(answer, operations.Dispatcher.List().First(w => w.Id == id));
    }

    private long Add(JsonFields body, SandboxWebhook webhook)
    {
        try
        {
            return operations.Webhooks.Add(webhook);
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
            operations.Publish(type, category, data);
        }
        catch (FormatException e)
        {
            throw body.Wrong("data", $"is wrong: {e.Message.TrimEnd('.')}");
        }

        answer.WriteBoolean("published"u8, true);
    }
}

using System.Text.Json;

namespace HelpLightning.Sandbox.Webhooks;

/// <summary>Webhooks and their deliveries as the control routes show them. A secret is never shown.</summary>
internal static class WebhookJson
{
    public static void Write(Utf8JsonWriter writer, SandboxWebhookState webhook)
    {
        writer.WriteNumber("id"u8, webhook.Id);
        writer.WriteString("url"u8, webhook.PayloadUrl.AbsoluteUri);
        writer.WriteString("event_type"u8, Name(webhook.EventType));
        writer.WriteBoolean("has_secret"u8, webhook.HasSecret);
        writer.WriteNumber("pending"u8, webhook.Pending);
        if (webhook.Site is { } workspace)
        {
            writer.WriteNumber("workspace"u8, workspace.Value);
        }

        if (webhook.Problem is { } problem)
        {
            writer.WriteString("problem"u8, problem);
        }
    }

    public static void Write(Utf8JsonWriter writer, SandboxWebhookDelivery delivery)
    {
        writer.WriteNumber("id"u8, delivery.Id);
        writer.WriteString("event_id"u8, delivery.EventId);
        writer.WriteNumber("webhook_id"u8, delivery.WebhookId);
        writer.WriteString("type"u8, Name(delivery.EventType));
        writer.WriteString("category"u8, delivery.Category);
        writer.WriteString("state"u8, Name(delivery.State));
        writer.WriteString("created_at"u8, delivery.CreatedAt);
        WriteOptional(writer, "next_attempt_at", delivery.NextAttemptAt);
        if (delivery.RedeliveryOf is { } first)
        {
            writer.WriteNumber("redelivery_of"u8, first);
        }

        writer.WriteString("body"u8, delivery.Body);
        writer.WriteStartArray("attempts"u8);
        foreach (SandboxWebhookAttempt attempt in delivery.Attempts)
        {
            writer.WriteStartObject();
            writer.WriteString("at"u8, attempt.At);
            writer.WritePropertyName("status"u8);
            writer.WriteRawValue(attempt.Status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null");
            writer.WriteNumber("duration_ms"u8, Math.Round(attempt.Duration.TotalMilliseconds, 3));
            writer.WriteString("error"u8, attempt.Error);
            writer.WriteString("response_body"u8, attempt.ResponseBody);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static string Name(SandboxEventType type) => type == SandboxEventType.Call ? "call" : "session";

    public static string Name(SandboxDeliveryState state) => state switch
    {
        SandboxDeliveryState.Pending => "pending",
        SandboxDeliveryState.Delivered => "delivered",
        _ => "failed",
    };

    private static void WriteOptional(Utf8JsonWriter writer, string name, DateTimeOffset? instant)
    {
        if (instant is { } value)
        {
            writer.WriteString(name, value);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}

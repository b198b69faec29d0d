using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace HelpLightning.Webhooks;

/// <summary>Traces and metrics. None holds an id, a body or a secret; documented in docs/webhooks.md.</summary>
internal static class WebhookTelemetry
{
    public const string Name = "HelpLightning.Webhooks";

    private static readonly string? Version = typeof(WebhookTelemetry).Assembly.GetName().Version?.ToString(3);

    private static readonly ActivitySource Source = new(Name, Version);

    private static readonly Meter Meter = new(Name, Version);

    private static readonly Counter<long> Received = Meter.CreateCounter<long>(
        "helplightning.webhooks.received", "{event}", "Requests that had a body, by what became of them");

    private static readonly Counter<long> Attempts = Meter.CreateCounter<long>(
        "helplightning.webhooks.attempts", "{attempt}", "Attempts at events, by what became of them");

    private static readonly Histogram<double> Lag = Meter.CreateHistogram<double>(
        "helplightning.webhooks.lag", "s", "From an event's arrival to its end: handled or dead");

    private static readonly Histogram<double> HandlerDuration = Meter.CreateHistogram<double>(
        "helplightning.webhooks.handler.duration", "s", "How long handlers took for one event");

    private static readonly Gauge<long> Unhandled = Meter.CreateGauge<long>(
        "helplightning.webhooks.unhandled", "{event}", "Events in the inbox that are new or wait for another attempt");

    private static readonly Gauge<long> Dead = Meter.CreateGauge<long>(
        "helplightning.webhooks.dead", "{event}", "Events in the inbox that failed for good");

    private static readonly Gauge<double> OldestUnhandled = Meter.CreateGauge<double>(
        "helplightning.webhooks.oldest_unhandled", "s", "The age of the oldest event that is not handled");

    private static readonly Gauge<double> Silence = Meter.CreateGauge<double>(
        "helplightning.webhooks.silence", "s", "The age of the last event that came");

    /// <param name="outcome">Such as <c>stored</c> or <c>refused</c>.</param>
    /// <param name="reason">Of a refusal: what was wrong.</param>
    public static void Count(string outcome, string? reason = null)
    {
        if (!Received.Enabled)
        {
            return;
        }

        if (reason is null)
        {
            Received.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        }
        else
        {
            Received.Add(1, new KeyValuePair<string, object?>("outcome", outcome), new KeyValuePair<string, object?>("error.type", reason));
        }
    }

    public static void CountAttempt(Settlement settlement, DateTimeOffset now)
    {
        string outcome = settlement.State switch
        {
            InboxEventState.Handled => "handled",
            InboxEventState.Dead => "dead",
            _ => "retried",
        };
        Attempts.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        if (settlement.State != InboxEventState.Waiting)
        {
            Lag.Record((now - settlement.Event.ReceivedAt).TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome));
        }
    }

    public static void Record(InboxStatus status, DateTimeOffset now)
    {
        Unhandled.Record(status.New + status.Waiting);
        Dead.Record(status.Dead);
        OldestUnhandled.Record(status.OldestUnhandledAt is { } oldest ? (now - oldest).TotalSeconds : 0);
        if (status.LastReceivedAt is { } last)
        {
            Silence.Record((now - last).TotalSeconds);
        }
    }

    public static void RecordHandler(string handler, TimeSpan duration, Exception? error)
    {
        if (!HandlerDuration.Enabled)
        {
            return;
        }

        TagList tags = new() { { "handler", handler } };
        if (error is not null)
        {
            tags.Add("error.type", error.GetType().Name);
        }

        HandlerDuration.Record(duration.TotalSeconds, tags);
    }

    /// <summary>One span for an attempt at an event. What its handlers do is under it.</summary>
    public static Activity? StartAttempt(InboxEvent claimed)
    {
        Activity? activity = Source.StartActivity(
            $"handle {claimed.Type ?? "unknown"} {claimed.Category}".TrimEnd(), ActivityKind.Consumer);
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag("messaging.system", "helplightning");
            activity.SetTag("messaging.operation.type", "process");
            activity.SetTag("helplightning.webhook.attempt", claimed.Attempts + 1);
        }

        return activity;
    }
}

using System.Text.Json;

namespace HelpLightning.Webhooks;

/// <summary>From a body to the record that says most.</summary>
internal static class WebhookEventReader
{
    public static WebhookEvent Read(ReadOnlySpan<byte> body)
    {
        if (!EventSummary.TryRead(body, out EventSummary summary))
        {
            throw new FormatException("The body of the webhook is no JSON object.");
        }

        WebhookEvent read = summary.Type switch
        {
            CallEvent.TypeName => OfCall(summary),
            SessionEvent.TypeName => new SessionEvent(),
            _ => new UnknownEvent(),
        };
        return read with { Type = summary.Type, Category = summary.Category, Data = DataOf(body) };
    }

    private static CallEvent OfCall(in EventSummary summary)
    {
        CallEvent read = summary.Category switch
        {
            CallStarted.CategoryName => new CallStarted(),
            CallEnded.CategoryName => new CallEnded(),
            ParticipantJoined.CategoryName => new ParticipantJoined(),
            ParticipantLeft.CategoryName => new ParticipantLeft(),
            AttachmentCreated.CategoryName =>
                new AttachmentCreated { AttachmentId = summary.AttachmentId, AttachmentUuid = summary.AttachmentUuid },
            _ => new CallEvent(),
        };
        return read with { CallId = summary.CallId };
    }

    private static JsonElement DataOf(ReadOnlySpan<byte> body)
    {
        Utf8JsonReader reader = new(EventSummary.WithoutMark(body), EventSummary.ReaderOptions);
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.TryGetProperty("data"u8, out JsonElement data) ? data.Clone() : default;
    }
}

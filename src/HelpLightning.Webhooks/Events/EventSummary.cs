using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace HelpLightning.Webhooks;

/// <summary>
/// What an event is about, read in one pass without building anything: what an inbox sorts by, and what events are made from,
/// so that both see the same. Of a name that comes twice the last counts. A value of another kind than is known counts as none,
/// but for ids, which may be numbers or texts.
/// </summary>
public readonly record struct EventSummary
{
    internal static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 64 };

    /// <summary>Longer names and ids are not the vendor's; the body keeps them.</summary>
    private const int LongestText = 200;

    /// <summary>The event's <c>type</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The event's <c>category</c>.</summary>
    public string? Category { get; init; }

    /// <summary>The call it happened in.</summary>
    public string? CallId { get; init; }

    /// <summary>The attachment's number, in an event about one.</summary>
    public long? AttachmentId { get; init; }

    /// <summary>The attachment's uuid, in an event about one.</summary>
    public string? AttachmentUuid { get; init; }

    /// <summary>Reads what it can.</summary>
    /// <param name="body">The body of a request.</param>
    /// <param name="summary">What it is about.</param>
    /// <returns>False when the body is no JSON object.</returns>
    public static bool TryRead(ReadOnlySpan<byte> body, out EventSummary summary)
    {
        summary = default;
        try
        {
            Utf8JsonReader reader = new(WithoutMark(body), ReaderOptions);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            EventSummary read = ReadEvent(ref reader);

            // Nothing may follow, which the reader only finds when it is asked.
            if (reader.Read())
            {
                return false;
            }

            summary = read;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    internal static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> body) =>
        body.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body;

    private static EventSummary ReadEvent(ref Utf8JsonReader reader)
    {
        string? type = null;
        string? category = null;
        EventSummary data = default;
        while (ReadName(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
            {
                type = ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("category"u8))
            {
                category = ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("data"u8))
            {
                data = ReadObject(ref reader) ? ReadData(ref reader) : default;
            }
            else
            {
                reader.Skip();
            }
        }

        // Only the vendor's own category is known to be about one attachment.
        bool isAttachment = type == CallEvent.TypeName && category == AttachmentCreated.CategoryName;
        return new EventSummary
        {
            Type = type,
            Category = category,
            CallId = data.CallId,
            AttachmentId = isAttachment ? data.AttachmentId : null,
            AttachmentUuid = isAttachment ? data.AttachmentUuid : null,
        };
    }

    private static EventSummary ReadData(ref Utf8JsonReader reader)
    {
        string? callId = null;
        EventSummary attachment = default;
        while (ReadName(ref reader))
        {
            if (reader.ValueTextEquals("call_id"u8))
            {
                callId = ReadId(ref reader);
            }
            else if (reader.ValueTextEquals("attachment"u8))
            {
                attachment = ReadObject(ref reader) ? ReadAttachment(ref reader) : default;
            }
            else
            {
                reader.Skip();
            }
        }

        return attachment with { CallId = callId };
    }

    private static EventSummary ReadAttachment(ref Utf8JsonReader reader)
    {
        string? id = null;
        string? uuid = null;
        while (ReadName(ref reader))
        {
            if (reader.ValueTextEquals("id"u8))
            {
                id = ReadId(ref reader);
            }
            else if (reader.ValueTextEquals("uuid"u8))
            {
                uuid = ReadId(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return new EventSummary
        {
            AttachmentId = long.TryParse(id, System.Globalization.CultureInfo.InvariantCulture, out long number) ? number : null,
            AttachmentUuid = uuid,
        };
    }

    private static bool ReadName(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Goes into the object that is the value, or past a value that is none.</summary>
    private static bool ReadObject(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            return true;
        }

        reader.Skip();
        return false;
    }

    /// <summary>A text, or a number as it is written.</summary>
    private static string? ReadId(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.ValueSpan.Length <= LongestText)
        {
            return Encoding.ASCII.GetString(reader.ValueSpan);
        }

        return TextOf(ref reader);
    }

    private static string? ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        return TextOf(ref reader);
    }

    private static string? TextOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        return reader.ValueSpan.Length is 0 or > LongestText || !TryGetString(ref reader, out string? text) || IsUnfit(text) ? null : text;
    }

    /// <summary>A lone surrogate is JSON and no text.</summary>
    private static bool TryGetString(ref Utf8JsonReader reader, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = Known(ref reader) ?? reader.GetString();
            return text is not null;
        }
        catch (InvalidOperationException)
        {
            text = null;
            return false;
        }
    }

    /// <summary>The texts that nearly all events have, which need not be made each time.</summary>
    private static string? Known(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("call"u8) ? CallEvent.TypeName
        : reader.ValueTextEquals("attachment_created"u8) ? AttachmentCreated.CategoryName
        : reader.ValueTextEquals("participant_joined"u8) ? ParticipantJoined.CategoryName
        : reader.ValueTextEquals("participant_left"u8) ? ParticipantLeft.CategoryName
        : null;

    /// <summary>No name and no id has control characters; a database may refuse them, and a terminal obeys them.</summary>
    private static bool IsUnfit(string text) => text.AsSpan().ContainsAnyInRange('\0', '\u001f') || text.Contains('\u007f');
}

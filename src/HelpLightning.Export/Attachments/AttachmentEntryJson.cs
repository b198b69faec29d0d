using System.Text.Json;

namespace HelpLightning.Export;

/// <summary>An entry as a line of JSON.</summary>
internal static class AttachmentEntryJson
{
    public static void Write(Utf8JsonWriter json, AttachmentEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("call_id"u8, entry.CallId);
        json.WriteNumber("attachment_id"u8, entry.AttachmentId);
        json.WriteString("name"u8, entry.Name);
        json.WriteString("state"u8, Word(entry.State));
        json.WriteString("at"u8, entry.At);
        WriteOptional(json, "file", entry.File);
        WriteOptional(json, "bytes", entry.Bytes);
        WriteOptional(json, "sha256", entry.Sha256);
        WriteOptional(json, "etag", entry.EntityTag);
        WriteOptional(json, "safe_bytes", entry.SafeBytes);
        WriteOptional(json, "reason", entry.Reason);
        json.WriteEndObject();
    }

    /// <exception cref="JsonException">It is no such line.</exception>
    public static AttachmentEntry Read(ReadOnlyMemory<byte> line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement json = document.RootElement;
        try
        {
            return new AttachmentEntry(
                json.GetProperty("call_id").GetString()!, json.GetProperty("attachment_id").GetInt64(),
                json.GetProperty("name").GetString()!,
                json.GetProperty("state").GetString() switch
                {
                    "begun" => AttachmentState.Begun,
                    "downloaded" => AttachmentState.Downloaded,
                    "gone" => AttachmentState.Gone,
                    _ => AttachmentState.Failed,
                },
                json.GetProperty("at").GetDateTimeOffset())
            {
                File = Text(json, "file"),
                Bytes = Number(json, "bytes"),
                Sha256 = Text(json, "sha256"),
                EntityTag = Text(json, "etag"),
                SafeBytes = Number(json, "safe_bytes"),
                Reason = Text(json, "reason"),
            };
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new JsonException(e.Message, e);
        }
    }

    public static string Word(AttachmentState state) => state switch
    {
        AttachmentState.Begun => "begun",
        AttachmentState.Downloaded => "downloaded",
        AttachmentState.Gone => "gone",
        _ => "failed",
    };

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static long? Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) ? value.GetInt64() : null;

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}

using System.Text.Json;

namespace HelpLightning.Client;

/// <summary>What tells a row of a list from the others.</summary>
internal readonly record struct RowKey(long Number, string? Text)
{
    /// <summary>Null when the row has no id, or the server left it out: then nothing tells it from others.</summary>
    public static RowKey? Of(long? id) => id is null or 0 ? null : new RowKey(id.Value, null);

    public static RowKey? Of(string? id) => string.IsNullOrEmpty(id) ? null : new RowKey(0, id);

    public static RowKey? OfRow<T>(T row) => row switch
    {
        ApiObject known => known.Key,
        JsonElement { ValueKind: JsonValueKind.Object } raw => OfRaw(raw),
        _ => null,
    };

    /// <summary>
    /// Calls are told apart by <c>session</c>, which is the call's id whatever its name; some lists have only a <c>uuid</c>.
    /// </summary>
    private static RowKey? OfRaw(JsonElement row) => Part(row, "id"u8) ?? Part(row, "session"u8) ?? Part(row, "uuid"u8);

    private static RowKey? Part(JsonElement row, ReadOnlySpan<byte> name)
    {
        if (!row.TryGetProperty(name, out JsonElement part))
        {
            return null;
        }

        return part.ValueKind switch
        {
            JsonValueKind.Number when part.TryGetInt64(out long number) => Of(number),
            JsonValueKind.String => Of(part.GetString()),
            _ => null,
        };
    }
}

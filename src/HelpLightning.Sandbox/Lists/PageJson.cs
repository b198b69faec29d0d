using System.Text.Json;

namespace HelpLightning.Sandbox.Lists;

/// <summary>Writes a page of a list in the API's envelope.</summary>
internal static class PageJson
{
    public static void Write<T>(Utf8JsonWriter writer, ListQuery query, long total, List<T> rows, Action<Utf8JsonWriter, T> writeRow)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("entries"u8);
        foreach (T row in rows)
        {
            writeRow(writer, row);
        }

        writer.WriteEndArray();
        writer.WriteNumber("page"u8, query.Page);
        writer.WriteNumber("page_size"u8, query.PageSize);
        writer.WriteNumber("total_entries"u8, total);

        // An empty list was seen with one page, not none.
        writer.WriteNumber("total_pages"u8, Math.Max(1, (total + query.PageSize - 1) / query.PageSize));
        writer.WriteEndObject();
    }
}

using System.Text.Json;

namespace HelpLightning.Sandbox.Lists;

/// <summary>Writes the envelope of a page; the entries go between the two.</summary>
internal static class PageJson
{
    public static void Begin(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("entries"u8);
    }

    public static void End(Utf8JsonWriter json, ListQuery query, long total)
    {
        json.WriteEndArray();
        json.WriteNumber("page"u8, query.Page);
        json.WriteNumber("page_size"u8, query.PageSize);
        json.WriteNumber("total_entries"u8, total);
        json.WriteNumber("total_pages"u8, query.Pages(total));
        json.WriteEndObject();
    }
}

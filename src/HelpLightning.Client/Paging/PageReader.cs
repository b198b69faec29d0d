using System.Globalization;
using System.Text.Json;

namespace HelpLightning.Client;

/// <summary>Where the rows of an answer are, and where the next page is, if there is one.</summary>
internal readonly record struct PageReader(JsonElement Rows, PagePosition? Next, long? TotalEntries)
{
    public static PageReader Read(JsonElement root, PagePosition position, HelpLightningResponse response)
    {
        if (root.ValueKind == JsonValueKind.Array)
        {
            return new PageReader(root, null, root.GetArrayLength());
        }

        return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("entries"u8, out JsonElement entries) && entries.ValueKind == JsonValueKind.Array
            ? new PageReader(entries, NextOf(root, entries.GetArrayLength(), position), Number(root, "total_entries"u8))
            : throw new HelpLightningMalformedReplyException(
                $"{position.Path} is not a list: the answer has no entries ({response.Body.Length:N0} bytes).");
    }

    private static PagePosition? NextOf(JsonElement root, int count, PagePosition position)
    {
        if (root.TryGetProperty("after"u8, out JsonElement after))
        {
            string? cursor = after.ValueKind switch
            {
                JsonValueKind.String => after.GetString(),
                JsonValueKind.Number => after.GetRawText(),
                _ => null,
            };
            if (string.IsNullOrEmpty(cursor))
            {
                return null;
            }

            return cursor == position.Cursor ? throw GoesInCircles(position) : position.At(cursor);
        }

        if (Number(root, "page"u8) is { } page && page != position.Number)
        {
            throw GoesInCircles(position);
        }

        // Both rules are in use among the vendor's own clients. A page without rows ends the walk whatever they say.
        bool moreByPages = Number(root, "total_pages"u8) is { } pages && pages > position.Number;
        bool moreByEntries = Number(root, "total_entries"u8) is { } total && Number(root, "page_size"u8) is { } size
            && total > position.Number * size;
        return count > 0 && (moreByPages || moreByEntries) ? position.NextNumber() : null;
    }

    private static long? Number(JsonElement root, ReadOnlySpan<byte> name)
    {
        if (!root.TryGetProperty(name, out JsonElement value))
        {
            return null;
        }

        return value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt64(out long number) => number,
            JsonValueKind.String when long.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out long number) => number,
            _ => null,
        };
    }

    private static HelpLightningMalformedReplyException GoesInCircles(PagePosition position) =>
        new($"{position.Path}: the server answered page {position.Number} with another page, so the list would never end. The rows so far were delivered.");
}

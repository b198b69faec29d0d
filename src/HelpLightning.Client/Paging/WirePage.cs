using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace HelpLightning.Client;

/// <summary>A page of a list, as the API sends it: rows, and what tells whether there are more. Read in one pass, rows and all.</summary>
internal sealed class WirePage<T>
{
    /// <summary>Never null in a page that <see cref="Read"/> returned.</summary>
    public List<T>? Entries { get; set; }

    public long? Page { get; set; }

    public long? PageSize { get; set; }

    public long? TotalEntries { get; set; }

    public long? TotalPages { get; set; }

    /// <summary>The cursor of the next page; null or empty on the last.</summary>
    [JsonConverter(typeof(CursorConverter))]
    public string? After
    {
        get;
        set
        {
            field = value;
            GoesByCursor = true;
        }
    }

    /// <summary>A list that goes by cursors has the field on its last page too, without a value.</summary>
    [JsonIgnore]
    public bool GoesByCursor { get; private set; }

    /// <summary>True for a bare array, which is all that there is.</summary>
    [JsonIgnore]
    public bool IsWhole { get; private init; }

    /// <exception cref="HelpLightningMalformedReplyException">The answer is no list, or no JSON.</exception>
    public static WirePage<T> Read(HelpLightningResponse response, JsonTypeInfo<WirePage<T>> type)
    {
        ReadOnlySpan<byte> body = response.Body.Span;
        WirePage<T>? page = body.TrimStart(" \t\r\n"u8) is [(byte)'[', ..]
            ? WholeList(JsonRows.ReadOne(body, (JsonTypeInfo<List<T>>)type.Options.GetTypeInfo(typeof(List<T>)), response))
            : JsonRows.ReadOne(body, type, response);
        if (page?.Entries is not { } entries)
        {
            throw response.NotAList();
        }

        return default(T) is null && entries.Contains(default!) ? throw response.NotJson(null) : page;
    }

    /// <summary>The page that follows; null when this is the last.</summary>
    /// <param name="position">Where this page is.</param>
    /// <param name="received">How many rows came up to its end, for servers that do not tell the size of their pages.</param>
    /// <exception cref="HelpLightningMalformedReplyException">
    /// The server answered with another page, so the list would never end.
    /// </exception>
    public PagePosition? NextAfter(PagePosition position, long received)
    {
        if (IsWhole)
        {
            return null;
        }

        if (GoesByCursor)
        {
            return string.IsNullOrEmpty(After) ? null
                : After == position.Cursor ? throw GoesInCircles(position)
                : position.At(After);
        }

        if (IsPastTheEnd(position))
        {
            return null;
        }

        if (Page is { } page && page != position.Number)
        {
            throw GoesInCircles(position);
        }

        // Both rules are in use among the vendor's own clients. The size of the pages is the server's, who may have lowered it.
        bool moreByPages = TotalPages > position.Number;
        bool moreByEntries = TotalEntries > (position.Number * PageSize ?? received);
        return moreByPages || moreByEntries ? position.NextNumber() : null;
    }

    /// <summary>
    /// Is this the last page once more, because the list has become too short for the one that was asked for? Known servers
    /// of such pages answer so.
    /// </summary>
    public bool IsPastTheEnd(PagePosition position) => !IsWhole && !GoesByCursor && Page < position.Number && !(Page < LastPage);

    private long? LastPage => TotalPages ?? (PageSize > 0 ? (TotalEntries + PageSize - 1) / PageSize : null);

    private static WirePage<T> WholeList(List<T>? rows) => new() { Entries = rows, TotalEntries = rows?.Count, IsWhole = true };

    private static HelpLightningMalformedReplyException GoesInCircles(PagePosition position) =>
        new(
            $"{position.Path}: the server answered page {position.Number} with another page, "
            + "so the list would never end. The rows so far were delivered.");
}

namespace HelpLightning.Client;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">The kind of row.</typeparam>
public sealed class Page<T>
{
    /// <summary>For tests of your own; the client makes the real ones.</summary>
    public Page(IReadOnlyList<T> entries, ListPosition? next = null, long? totalEntries = null)
    {
        ArgumentNullException.ThrowIfNull(entries);
        Entries = entries;
        Next = next;
        TotalEntries = totalEntries;
    }

    /// <summary>The rows.</summary>
    public IReadOnlyList<T> Entries { get; }

    /// <summary>Where the next page begins; null after the last.</summary>
    public ListPosition? Next { get; }

    /// <summary>How many rows the whole list has, when the server says so.</summary>
    public long? TotalEntries { get; }

    /// <summary>
    /// On the last page of a list: how many rows fewer came than the server said that there are; else 0. The list may have
    /// changed while it was read, or the server left rows out: read it again to be sure.
    /// </summary>
    public long MissingEntries { get; init; }
}

namespace HelpLightning.Client;

/// <summary>How much of a list, in which order.</summary>
public sealed record ListOptions
{
    /// <summary>The field to sort by, such as <c>name</c>; <c>name:desc</c> is likely to work too. Null for the server's order.</summary>
    public string? Order { get; init; }

    /// <summary>
    /// Rows in a page: 1 or more. Null for 50, which the vendor's own programs ask for; the server may give fewer. Lists
    /// that go by a cursor take no size.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public int? PageSize { get; init => field = Positive(value, nameof(PageSize)); }

    /// <summary>How many rows at the most: 1 or more; null for all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public int? Limit { get; init => field = Positive(value, nameof(Limit)); }

    /// <summary>Where to go on: the position of a page that failed, or that you kept. Null for the beginning.</summary>
    public ListPosition? Position { get; init; }

    /// <summary>True (the default) to ask for the next page while the caller works on this one.</summary>
    public bool Prefetch { get; init; } = true;

    private static int? Positive(int? value, string name) =>
        value is null or > 0
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} is 1 or more; null for no limit of your own.");
}

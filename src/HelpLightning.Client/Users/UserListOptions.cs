namespace HelpLightning.Client;

/// <summary>Which users, in which order.</summary>
public sealed class UserListOptions
{
    /// <summary>
    /// One condition in the API's own form, <c>key operator value</c>, unencoded: <c>email=ann@example.com</c>,
    /// <c>updated_at&gt;2024-05-01T00:00:00Z</c>, <c>name~=%ann%</c>, <c>name|=Ann,Bob</c>.
    /// </summary>
    public string? Filter { get; init; }

    /// <summary>The field to sort by, such as <c>name</c>.</summary>
    public string? Order { get; init; }

    /// <summary>Rows in a page: 1 or more; the server decides the most and, when null, the default.</summary>
    public int? PageSize { get; init; }

    /// <summary>How many users at the most; null for all.</summary>
    public int? Limit { get; init; }
}

namespace HelpLightning.Sandbox.Lists;

/// <summary>What a list can be filtered and ordered by: names of the API, and the columns they mean.</summary>
internal sealed class ListableFields(IReadOnlyDictionary<string, FilterField> filters, IReadOnlyDictionary<string, string> orders)
{
    /// <summary>The query parameters of a list that pages only.</summary>
    public static readonly IReadOnlyList<string> PageParameters = ["page", "page_size"];

    /// <summary>The query parameters of a list that is filtered and ordered too.</summary>
    public static readonly IReadOnlyList<string> Parameters = ["page", "page_size", "filter", "order"];

    /// <summary>For a list that pages only.</summary>
    public static readonly ListableFields None = new(new Dictionary<string, FilterField>(), new Dictionary<string, string>());

    public IReadOnlyDictionary<string, FilterField> Filters { get; } = filters;

    public IReadOnlyDictionary<string, string> Orders { get; } = orders;
}

namespace HelpLightning.Client;

/// <summary>A condition for lists of groups.</summary>
public sealed class GroupFilter : ListFilter
{
    private GroupFilter(string text)
        : base(text)
    {
    }

    /// <summary>When the group last changed.</summary>
    public static TimeField<GroupFilter> UpdatedAt { get; } = new("updated_at", Raw);

    /// <summary>A condition in the API's own form, unencoded: <c>name=Level 1</c>. What an unknown field does is not known.</summary>
    public static GroupFilter Raw(string text) => new(text);
}

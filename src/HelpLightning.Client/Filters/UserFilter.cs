namespace HelpLightning.Client;

/// <summary>A condition for lists of people.</summary>
public sealed class UserFilter : ListFilter
{
    private UserFilter(string text)
        : base(text)
    {
    }

    /// <summary>The full name.</summary>
    public static TextField<UserFilter> Name { get; } = new("name", Raw);

    /// <summary>The e-mail address.</summary>
    public static TextField<UserFilter> Email { get; } = new("email", Raw);

    /// <summary>When the person's data last changed.</summary>
    public static TimeField<UserFilter> UpdatedAt { get; } = new("updated_at", Raw);

    /// <summary>A condition in the API's own form, unencoded: <c>title=Technician</c>. What an unknown field does is not known.</summary>
    public static UserFilter Raw(string text) => new(text);
}

namespace HelpLightning.Client;

/// <summary>A condition for lists of calls; its fields came with release 14.2.</summary>
public sealed class CallFilter : ListFilter
{
    private CallFilter(string text)
        : base(text)
    {
    }

    /// <summary>The id of a tag that the call has.</summary>
    public static NumberField<CallFilter> TagId { get; } = new("tag.id", Raw);

    /// <summary>The name of a tag that the call has.</summary>
    public static TextField<CallFilter> TagName { get; } = new("tag.name", Raw);

    /// <summary>The call's own id.</summary>
    public static TextField<CallFilter> CallId { get; } = new("session.call_id", Raw);

    /// <summary>A condition in the API's own form, unencoded. What an unknown field does is not known.</summary>
    public static CallFilter Raw(string text) => new(text);
}

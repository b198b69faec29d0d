using HelpLightning.Webhooks;

namespace HelpLightning.Cli.Webhooks;

/// <summary>The states of events by the names that are typed and printed.</summary>
internal static class InboxStates
{
    private static readonly InboxEventState[] All =
        [InboxEventState.New, InboxEventState.Waiting, InboxEventState.Handled, InboxEventState.Dead, InboxEventState.Discarded];

    public static IEnumerable<string> Names => All.Select(Name);

    public static string Name(InboxEventState state) => state switch
    {
        InboxEventState.New => "new",
        InboxEventState.Waiting => "waiting",
        InboxEventState.Handled => "handled",
        InboxEventState.Dead => "dead",
        _ => "discarded",
    };

    /// <returns>Null when there is none of that name.</returns>
    public static InboxEventState? Find(string name)
    {
        int index = Array.FindIndex(All, state => Name(state).Equals(name, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : All[index];
    }
}

namespace HelpLightning.Webhooks.Sqlite.Administration;

/// <summary>What a person can do to events: to those in which states, and what they are afterwards.</summary>
/// <param name="From">The numbers of the states, for SQL.</param>
/// <param name="Set">The assignments, for SQL; <c>$now</c> is the time.</param>
internal sealed record EventChange(string From, string Set)
{
    private const string DueNow = "state = 1, attempts = 0, next_at = $now";

    public static readonly EventChange Retry = new("1, 3", DueNow);

    public static readonly EventChange Discard = new("0, 1, 3", "state = 4, next_at = NULL");

    public static readonly EventChange Replay = new("2, 3, 4", DueNow + ", error = NULL, handled_by = NULL");
}

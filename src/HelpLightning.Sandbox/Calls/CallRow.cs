namespace HelpLightning.Sandbox.Calls;

/// <summary>A call that begins.</summary>
/// <param name="SiteId">The site or workspace of the one who calls.</param>
/// <param name="CallId"><c>call_</c> and a uuid.</param>
/// <param name="SessionId">The session it belongs to.</param>
/// <param name="DialerId">Who calls.</param>
/// <param name="ReceiverId">Who is called.</param>
/// <param name="StartedAt">Milliseconds since 1970.</param>
/// <param name="IsInternal">Whether all are of the same site.</param>
internal sealed record CallRow(
    long SiteId, string CallId, string SessionId, long DialerId, long ReceiverId, long StartedAt, bool IsInternal)
{
    /// <summary>Calls are counted by day, so that a date range among a million of them is counted in no time.</summary>
    public const long MillisecondsOfDay = 86_400_000;
}

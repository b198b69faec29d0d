namespace HelpLightning.Client;

/// <summary>How long a server asks to wait (RFC 9110 section 10.2.3).</summary>
internal static class RetryAfter
{
    /// <param name="response">Whose header.</param>
    /// <param name="arrived">When it arrived, for a server that does not tell its own time.</param>
    public static TimeSpan? Of(HttpResponseMessage response, DateTimeOffset arrived) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,

        // By the server's own clock, when it tells it: ours may be off.
        { Date: { } date } => TimeSpan.FromTicks(Math.Max(0, (date - (response.Headers.Date ?? arrived)).Ticks)),
        _ => null,
    };
}

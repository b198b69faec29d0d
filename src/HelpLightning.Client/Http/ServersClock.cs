namespace HelpLightning.Client;

/// <summary>What an answer tells of the server's clock.</summary>
internal static class ServersClock
{
    /// <summary>
    /// How far the server is ahead of this machine; null when it does not say. What a cache kept has the time of when it was made.
    /// </summary>
    /// <param name="response">Whose <c>Date</c> header (RFC 9110 section 6.6.1).</param>
    /// <param name="arrived">By this machine's clock, as the head arrived, for a body may be slow.</param>
    public static TimeSpan? OffsetOf(HttpResponseMessage response, DateTimeOffset arrived) =>
        response.Headers.Age > TimeSpan.Zero ? null : response.Headers.Date - arrived;

    /// <summary>Has later tokens signed by the server's time, when that is known and can be believed, and tells the log.</summary>
    /// <returns>True when it is another time than before.</returns>
    public static bool Follow(Connection connection, TimeSpan? offset, ClientTelemetry telemetry)
    {
        if (offset is not { } known)
        {
            return false;
        }

        switch (connection.Clock.Correct(known))
        {
            case ClockFinding.Corrected:
                telemetry.ClockCorrected(connection.Clock.Correction, connection.Origin.Host);
                return true;
            case ClockFinding.BeyondLimit:
                telemetry.ClockNotBelieved(known, connection.Options.MaxClockCorrection, connection.Origin.Host);
                return false;
            default:
                return false;
        }
    }
}

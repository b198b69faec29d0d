namespace HelpLightning.Client;

/// <summary>How patiently to wait for a report.</summary>
public sealed record ReportRunOptions
{
    /// <summary>
    /// The wait between two looks: 0 to 10 min, 5 s by default, as in the vendor's sample. The first waits are shorter (1 s, then
    /// twice as long each time), because most reports are small.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of that range.</exception>
    public TimeSpan PollInterval
    {
        get;
        init => field = value >= TimeSpan.Zero && value <= TimeSpan.FromMinutes(10)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(PollInterval), value, "PollInterval is from 0 to 10 minutes.");
    } = TimeSpan.FromSeconds(5);

    /// <summary>How long the making of the report may take: over 0 to 24 h, 30 min by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of that range.</exception>
    public TimeSpan TimeLimit
    {
        get;
        init => field = value > TimeSpan.Zero && value <= TimeSpan.FromHours(24)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(TimeLimit), value, "TimeLimit is over 0 and at most 24 hours.");
    } = TimeSpan.FromMinutes(30);
}

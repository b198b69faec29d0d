namespace HelpLightning.Sandbox.Seeding;

/// <summary>
/// Moves the dates of the made-up data to the time at which they are made, by whole days: the last calls were yesterday and
/// the day before, whenever that is. The same day gives the same dates.
/// </summary>
internal sealed class SeedCalendar
{
    /// <summary>The day for which the dates are written down.</summary>
    private static readonly DateTimeOffset Written = new(2026, 5, 5, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Calls are counted in milliseconds since 1970, and the first began two years before the last.</summary>
    private static readonly DateTimeOffset Earliest = new(1975, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TimeSpan _shift;

    public SeedCalendar(DateTimeOffset today)
    {
        _shift = new DateTimeOffset((today < Earliest ? Earliest : today).UtcDateTime.Date, TimeSpan.Zero) - Written;
    }

    public DateTimeOffset Of(DateTimeOffset written) => written + _shift;
}

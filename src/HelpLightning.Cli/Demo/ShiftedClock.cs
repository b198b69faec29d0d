namespace HelpLightning.Cli.Demo;

/// <summary>A clock that is off from another by a fixed length of time.</summary>
internal sealed class ShiftedClock(TimeProvider clock, TimeSpan offset) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + offset;
}

namespace HelpLightning.Cli.Commands;

/// <summary>A clock that is off by a fixed length of time.</summary>
internal sealed class ShiftedClock(TimeSpan offset) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + offset;
}

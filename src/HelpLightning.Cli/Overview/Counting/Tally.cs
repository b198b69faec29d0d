namespace HelpLightning.Cli.Overview.Counting;

/// <summary>Calls of some kind, counted.</summary>
internal sealed class Tally
{
    public long Calls { get; private set; }

    public long Answered { get; private set; }

    public long Unanswered => Calls - Answered;

    public double Hours => _seconds / 3600;

    /// <summary>Of all, from 0 to 1; null when there are none.</summary>
    public double? AnsweredShare => Calls == 0 ? null : (double)Answered / Calls;

    private double _seconds;

    public void Add(OverviewCall call)
    {
        Calls++;
        Answered += call.IsAnswered ? 1 : 0;
        _seconds += call.Seconds;
    }
}

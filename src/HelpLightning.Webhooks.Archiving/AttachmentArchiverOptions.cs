namespace HelpLightning.Webhooks.Archiving;

/// <summary>How long to wait for an attachment that an event told of and the API does not have yet.</summary>
public sealed record AttachmentArchiverOptions
{
    private static readonly TimeSpan MostDelay = TimeSpan.FromDays(7);

    /// <summary>How long after the first attempt: 0 to 7 days, 10 s by default. Each further delay is three times as long.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of that range.</exception>
    public TimeSpan FirstDelay { get; init => field = Check(nameof(FirstDelay), value); } = TimeSpan.FromSeconds(10);

    /// <summary>The longest delay: 0 to 7 days, 4 hours by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of that range.</exception>
    public TimeSpan LongestDelay { get; init => field = Check(nameof(LongestDelay), value); } = TimeSpan.FromHours(4);

    /// <summary>The delay after an attempt, which counts from 1.</summary>
    internal TimeSpan DelayAfter(int attempt)
    {
        TimeSpan delay = FirstDelay;
        for (int i = 1; i < attempt && delay < LongestDelay; i++)
        {
            delay *= 3;
        }

        return delay < LongestDelay ? delay : LongestDelay;
    }

    private static TimeSpan Check(string name, TimeSpan value) => value >= TimeSpan.Zero && value <= MostDelay
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} is from 0 to 7 days.");
}

using System.Globalization;
using HelpLightning.Cli.Overview.Counting;

namespace HelpLightning.Cli.Overview.Reading;

/// <summary>The tables of one result of <c>hl export</c> that calls and groups are in, whatever the format.</summary>
internal abstract class ExportRows : IDisposable
{
    protected const string Started = "time_call_started";

    /// <summary>The columns that are read, in the order in which <see cref="Call"/> takes them.</summary>
    protected static IReadOnlyList<string> CallColumns { get; } =
        ["id", Started, "time_call_ended", "call_duration", "reason_call_ended", "dialer_id", "receiver_id", "receiver_name"];

    /// <summary>Without groups and people, which lie in other tables.</summary>
    public abstract IEnumerable<OverviewCall> Calls();

    /// <summary>Who took part, guests without a number, in the order of the calls; null when the table is not there.</summary>
    public abstract IEnumerable<(string Call, long? User)>? Members();

    public abstract IEnumerable<ExportedGroup> Groups();

    public abstract IEnumerable<(long Group, long User)> GroupMembers();

    public virtual void Dispose()
    {
    }

    /// <param name="cell">The value of the column of that index; null or empty for nothing.</param>
    protected static OverviewCall Call(Func<int, string?> cell) => new()
    {
        Id = cell(0) ?? "",
        StartedAt = Time(cell(1)),
        EndedAt = Time(cell(2)),
        Duration = Number(cell(3)) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        EndReason = cell(4) is { Length: > 0 } reason ? reason : null,
        DialerId = Id(cell(5)),
        ReceiverId = Id(cell(6)),
        ReceiverName = cell(7) is { Length: > 0 } name ? name : null,
    };

    /// <summary>Where there is nobody the tables say -1.</summary>
    protected static long? Id(ReadOnlySpan<char> text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long id) ? id : null;

    /// <summary>Epoch seconds with a fraction, or a time in words as the other tables have it.</summary>
    private static DateTimeOffset? Time(string? text) =>
        Number(text) is { } seconds ? DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(seconds * 1000))
        : DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
            ? time
        : null;

    /// <summary>The formats write yes in three ways.</summary>
    protected static bool Flag(string? text) => text is "true" or "True" or "1";

    /// <summary>Up to the last second that a calendar has.</summary>
    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number < 250e9
            ? number
            : null;
}

namespace HelpLightning.Export.Reading;

/// <summary>From a count to what is said about it.</summary>
/// <param name="table">The table.</param>
/// <param name="before">The count that an earlier run came to; it says nothing about the speed of this one.</param>
/// <param name="progress">Who is told.</param>
/// <param name="time">The clock.</param>
internal sealed class ProgressTracker(string table, long before, IProgress<SiteExportProgress>? progress, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    public void Report(long rows, long? total) => Tell(rows, total, isDone: false);

    public void Done(long rows) => Tell(rows, rows, isDone: true);

    private void Tell(long rows, long? total, bool isDone)
    {
        TimeSpan elapsed = time.GetElapsedTime(_start);
        double speed = elapsed > TimeSpan.Zero ? (rows - before) / elapsed.TotalSeconds : 0;
        progress?.Report(new SiteExportProgress(table, rows, total, elapsed, speed, isDone));
    }
}

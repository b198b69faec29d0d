namespace HelpLightning.Export.Tests;

/// <summary>Does something at the first report of progress.</summary>
internal sealed class OnFirst(Action action) : IProgress<SiteExportProgress>
{
    private bool _isDone;

    public void Report(SiteExportProgress value)
    {
        if (!_isDone)
        {
            _isDone = true;
            action();
        }
    }
}

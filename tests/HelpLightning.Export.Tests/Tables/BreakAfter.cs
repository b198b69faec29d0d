namespace HelpLightning.Export.Tests;

/// <summary>Breaks an export off after so many reports of progress.</summary>
internal sealed class BreakAfter(int reports, CancellationTokenSource broken) : IProgress<SiteExportProgress>
{
    private int _left = reports;

    public void Report(SiteExportProgress value)
    {
        if (--_left == 0)
        {
            broken.Cancel();
        }
    }
}

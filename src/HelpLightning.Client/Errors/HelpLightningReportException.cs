namespace HelpLightning.Client;

/// <summary>A report failed, or was not complete in time.</summary>
public sealed class HelpLightningReportException : HelpLightningException
{
    internal HelpLightningReportException(string message, Report report)
        : base(message) => Report = report;

    /// <summary>The report, as it was last seen.</summary>
    public Report Report { get; }
}

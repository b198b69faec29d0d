namespace HelpLightning.Client;

/// <summary>A report failed, or was not complete in time.</summary>
public sealed class HelpLightningReportException : HelpLightningException
{
    /// <summary>For tests of your own.</summary>
    /// <param name="message">What was found.</param>
    /// <param name="report">The report, as it was last seen.</param>
    /// <param name="innerException">The cause; null for none.</param>
    public HelpLightningReportException(string message, Report report, Exception? innerException = null)
        : base(message, innerException) => Report = report;

    /// <summary>The report, as it was last seen.</summary>
    public Report Report { get; }
}

using HelpLightning.Client;

namespace HelpLightning.Export;

/// <summary>Which report of calls to fetch, and how to keep it.</summary>
public sealed record CallReportDownloadOptions
{
    /// <summary>CSV or JSON; CSV by default.</summary>
    public ReportFormat Format { get; init; }

    /// <summary>True to keep the table that is in the zip, instead of the zip.</summary>
    public bool Extract { get; init; }

    /// <summary>True to replace a file of that name; false (the default) to refuse.</summary>
    public bool Overwrite { get; init; }

    /// <summary>How patiently to wait for the report.</summary>
    public ReportRunOptions Run { get; init; } = new();
}

namespace HelpLightning.Client;

/// <summary>What a report is written in. Both come in a zip.</summary>
public enum ReportFormat
{
    /// <summary>A table with a header row.</summary>
    Csv,

    /// <summary>JSON, whose layout is not documented.</summary>
    Json,
}

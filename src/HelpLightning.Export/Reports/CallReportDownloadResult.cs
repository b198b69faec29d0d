namespace HelpLightning.Export;

/// <summary>What a download of the call report left behind.</summary>
public sealed record CallReportDownloadResult
{
    /// <summary>The file; null when the report went into a stream.</summary>
    public string? Path { get; init; }

    /// <summary>So many bytes were written.</summary>
    public long Bytes { get; init; }
}

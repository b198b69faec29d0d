namespace HelpLightning.Client;

/// <summary>How far a report is.</summary>
/// <param name="Status">The server's word while it is made; <c>downloading</c> afterwards.</param>
/// <param name="Elapsed">Since it was asked for.</param>
/// <param name="Download">Once the download has begun.</param>
public readonly record struct ReportProgress(string? Status, TimeSpan Elapsed, DownloadProgress? Download);

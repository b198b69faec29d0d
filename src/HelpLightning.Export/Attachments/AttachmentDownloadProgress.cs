namespace HelpLightning.Export;

/// <summary>How far a download of attachments is.</summary>
/// <param name="FilesDone">Fetched, skipped, gone or failed.</param>
/// <param name="FilesFound">Known so far; it grows while calls are still being looked through.</param>
/// <param name="BytesReceived">So many bytes came in this run.</param>
public readonly record struct AttachmentDownloadProgress(int FilesDone, int FilesFound, long BytesReceived);

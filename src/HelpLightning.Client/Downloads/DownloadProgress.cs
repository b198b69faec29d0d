namespace HelpLightning.Client;

/// <summary>How far a download is.</summary>
/// <param name="BytesReceived">So many bytes are there.</param>
/// <param name="TotalBytes">So many there will be, when the server says so.</param>
public readonly record struct DownloadProgress(long BytesReceived, long? TotalBytes)
{
    /// <summary>
    /// The server's name for this version of the file, to go on in another run (<see cref="DownloadResume"/>); null when it
    /// gave none that is good for that.
    /// </summary>
    public string? EntityTag { get; init; }
}

namespace HelpLightning.Client;

/// <summary>What to download.</summary>
/// <param name="What">In words, for errors.</param>
/// <param name="Address">The signed address.</param>
/// <param name="RenewAsync">Asks for a new address when this one has expired; null when nobody knows whom to ask.</param>
internal sealed record Download(string What, Uri Address, Func<CancellationToken, Task<Uri?>>? RenewAsync)
{
    /// <summary>What the file is said to be, such as <c>video/mp4</c>; null when nobody says.</summary>
    public string? MimeType { get; init; }

    /// <summary>An address that a file can be fetched from.</summary>
    /// <exception cref="HelpLightningMalformedReplyException">It is of this machine's disk, or of no host at all.</exception>
    public Uri RequireWeb(Uri address) => address is { IsAbsoluteUri: true, Scheme: "https" or "http" }
        ? address
        : throw new HelpLightningMalformedReplyException(
            $"The address that the server gave for {What} is no web address, so nothing was fetched. "
            + "Ask for it again, or report it to Help Lightning.");

    /// <summary>Without the address, which is a secret.</summary>
    public override string ToString() => What;
}

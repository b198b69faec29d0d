namespace HelpLightning.Client;

/// <summary>
/// The base of all errors of the client. Messages say what failed, why, and what to try; never a secret. What kind of
/// failure it was is told by the type and its properties, not by the text.
/// </summary>
public abstract class HelpLightningException : Exception
{
    private protected HelpLightningException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Method and path of the request, without its query: <c>GET /api/v1r1/enterprise/users</c>; null when there was none.</summary>
    public string? RequestLine { get; internal set; }

    /// <summary>How often the request was sent; 0 when it was not.</summary>
    public int Attempts { get; internal set; }

    /// <summary>How long the server asks to wait (<c>Retry-After</c>), with 429 or while it is in trouble; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; internal set; }

    /// <summary>
    /// When a page of a list failed: where it stands. The rows before it were delivered; <see cref="ListOptions.From"/>
    /// goes on there.
    /// </summary>
    public ListPosition? Position { get; internal set; }

    /// <summary>What to try, when something is known to help.</summary>
    public string? Remedy { get; internal init; }
}

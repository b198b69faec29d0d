namespace HelpLightning.Client;

/// <summary>
/// The base of all errors of the client. Messages say what failed, why, and what to try; never a secret. What kind of
/// failure it was is told by the type and its properties, not by the text. All of them can be made by tests.
/// </summary>
public abstract class HelpLightningException : Exception
{
    private string? _requestLine;
    private int _attempts;
    private ListPosition? _position;

    private protected HelpLightningException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>What was found, and what to try: <see cref="Finding"/> and <see cref="Remedy"/>.</summary>
    public override string Message => Remedy is null ? Finding : $"{Finding} {Remedy}";

    /// <summary>What was found, in whole sentences, without what to try.</summary>
    public string Finding => base.Message;

    /// <summary>What to try, in whole sentences for a programmer; null when nothing is known to help.</summary>
    public string? Remedy { get; init; }

    /// <summary>
    /// Method and path of the request, without its query: <c>GET /api/v1r1/enterprise/users</c>; null when there was none.
    /// </summary>
    public string? RequestLine { get => _requestLine; init => _requestLine = value; }

    /// <summary>How often the request was sent; 0 when it was not.</summary>
    public int Attempts { get => _attempts; init => _attempts = value; }

    /// <summary>
    /// How long the server asks to wait (<c>Retry-After</c>), with 429 or while it is in trouble; null when it does not say.
    /// </summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// When a page of a list failed: where it stands. The rows before it were delivered; <see cref="ListOptions.Position"/>
    /// goes on there.
    /// </summary>
    public ListPosition? Position { get => _position; init => _position = value; }

    /// <summary>On its way up it is told how often the request was sent.</summary>
    internal void SentTimes(int attempts) => _attempts = attempts;

    /// <summary>On its way up it is told which request failed, unless it knows.</summary>
    internal void Of(string requestLine) => _requestLine ??= requestLine;

    /// <summary>On its way up it is told which page of a list failed.</summary>
    internal void At(ListPosition position) => _position = position;
}

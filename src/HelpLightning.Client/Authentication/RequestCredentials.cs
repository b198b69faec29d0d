namespace HelpLightning.Client;

/// <summary>
/// What one request is to carry, pinned to it on its way through the handlers: from which settings, and whose token. The token
/// itself is taken by the innermost handler, at each sending.
/// </summary>
internal sealed class RequestCredentials(Connection connection, TokenSource tokens)
{
    private static readonly HttpRequestOptionsKey<RequestCredentials> Key = new("HelpLightning.Credentials");

    public Connection Connection { get; } = connection;

    public TokenSource Tokens { get; } = tokens;

    /// <summary>
    /// A token that the API issued and that was at hand before the request was made; null for partner tokens, which are signed at
    /// each sending.
    /// </summary>
    public string? Issued { get; set; }

    /// <summary>The partner token that was sent last; null before one was, and for other tokens.</summary>
    public string? Signed { get; set; }

    /// <summary>The key that signed it, in its turn.</summary>
    public KeyTurn? SignedBy { get; set; }

    /// <summary>The answer showed that a clock is off, which explains a refusal.</summary>
    public bool HasCorrectedClock { get; set; }

    public static RequestCredentials? Of(HttpRequestMessage request) =>
        request.Options.TryGetValue(Key, out RequestCredentials? found) ? found : null;

    public void Attach(HttpRequestMessage request) => request.Options.Set(Key, this);
}

namespace HelpLightning.Client;

/// <summary>What goes into <c>Authorization</c> of one attempt: a token at hand, or one to be signed as it is sent.</summary>
internal readonly struct PreparedToken
{
    private readonly string? _value;
    private readonly PartnerSigner? _signer;

    private PreparedToken(string? value, PartnerSigner? signer)
    {
        _value = value;
        _signer = signer;
    }

    /// <summary>For the routes that want the API key only.</summary>
    public static PreparedToken None => default;

    public static PreparedToken Of(string value) => new(value, null);

    public static PreparedToken SignedBy(PartnerSigner signer) => new(null, signer);

    /// <summary>Null for none. Signs anew for each sending, so that a handler that repeats a request sends a fresh token.</summary>
    public string? ToHeader() => _signer?.Sign() ?? _value;
}

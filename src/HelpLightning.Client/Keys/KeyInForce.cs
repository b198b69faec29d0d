using HelpLightning.PartnerKeys;

namespace HelpLightning.Client;

/// <summary>A partner key, ready to sign for the site of the settings.</summary>
internal sealed class KeyInForce : IDisposable
{
    private readonly PartnerSigningKey _key;
    private readonly bool _isOwned;

    public KeyInForce(PartnerSigningKey key, bool isOwned, HelpLightningOptions options, TimeProvider clock)
    {
        _key = key;
        _isOwned = isOwned;

        // A service is asked once for many calls: each asking is a request of its own, and most services count them.
        TokenReuse = options.TokenReuse ?? (key.SignsAtOnce ? TimeSpan.Zero : options.TokenLifetime / 2);
        Signer = new PartnerTokenSigner(
            key, options.SiteId, new PartnerTokenSignerOptions { Lifetime = options.TokenLifetime, TimeProvider = clock });
    }

    public PartnerTokenSigner Signer { get; }

    /// <summary>How long a token of this key is used again.</summary>
    public TimeSpan TokenReuse { get; }

    /// <summary>It is not the one that the settings name, but the one that is to come.</summary>
    public bool IsCandidate { get; private set; }

    public string Thumbprint => _key.Thumbprint;

    public KeyInForce AsCandidate()
    {
        IsCandidate = true;
        return this;
    }

    /// <summary>A signature under way ends well; a later one is refused with <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        if (_isOwned)
        {
            _key.Dispose();
        }
    }
}

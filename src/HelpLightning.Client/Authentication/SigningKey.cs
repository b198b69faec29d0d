using HelpLightning.PartnerKeys;

namespace HelpLightning.Client;

/// <summary>
/// The partner key that the options name. It is counted while it signs, so that a key which was replaced is disposed of
/// when the last signature with it is made, and not before.
/// </summary>
internal sealed class SigningKey : IDisposable
{
    private readonly PartnerKey _key;
    private readonly bool _isOurs;
    private int _uses = 1;

    private SigningKey(PartnerKey key, bool isOurs, PartnerTokenSigner signer)
    {
        _key = key;
        _isOurs = isOurs;
        Signer = signer;
    }

    public PartnerTokenSigner Signer { get; }

    /// <exception cref="PartnerKeyException">The key cannot be used.</exception>
    public static SigningKey Load(HelpLightningOptions options, TimeProvider clock)
    {
        (PartnerKey key, bool isOurs) = options switch
        {
            { PartnerKey: { } given } => (given, false),
            { PartnerKeyFile: { } file } => (PartnerKey.FromPemFile(file, options.PartnerKeyPassphrase), true),
            { PartnerKeyVariable: { } variable } => (PartnerKey.FromEnvironmentVariable(variable, options.PartnerKeyPassphrase), true),
            _ => throw new HelpLightningConfigurationException("The partner key is missing: set HelpLightning:PartnerKeyFile."),
        };
        PartnerTokenSigner signer = new(key, new SiteId(options.SiteId), new PartnerTokenSignerOptions { Lifetime = options.TokenLifetime, TimeProvider = clock });
        return new SigningKey(key, isOurs, signer);
    }

    /// <summary>False when it has been disposed of; true obliges to <see cref="Release"/>.</summary>
    public bool TryUse()
    {
        int uses = Volatile.Read(ref _uses);
        while (uses > 0)
        {
            int seen = Interlocked.CompareExchange(ref _uses, uses + 1, uses);
            if (seen == uses)
            {
                return true;
            }

            uses = seen;
        }

        return false;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _uses) == 0 && _isOurs)
        {
            _key.Dispose();
        }
    }

    /// <summary>No longer the one to sign with.</summary>
    public void Dispose() => Release();
}

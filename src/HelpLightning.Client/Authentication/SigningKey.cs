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
    private readonly UseCount _uses = new();

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
    public bool TryUse() => _uses.TryUse();

    public void Release()
    {
        if (_uses.Release() && _isOurs)
        {
            _key.Dispose();
        }
    }

    /// <summary>No longer the one to sign with.</summary>
    public void Dispose() => Release();
}

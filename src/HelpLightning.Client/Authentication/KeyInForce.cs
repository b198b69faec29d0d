using HelpLightning.PartnerKeys;

namespace HelpLightning.Client;

/// <summary>The partner key that the options name, ready to sign for their site.</summary>
internal sealed class KeyInForce : IDisposable
{
    private readonly PartnerKey? _owned;

    private KeyInForce(PartnerSigningKey key, PartnerKey? owned, HelpLightningOptions options, TimeProvider clock)
    {
        _owned = owned;
        Signer = new PartnerTokenSigner(
            key, options.SiteId, new PartnerTokenSignerOptions { Lifetime = options.TokenLifetime, TimeProvider = clock });
    }

    public PartnerTokenSigner Signer { get; }

    /// <exception cref="PartnerKeyException">The key cannot be used.</exception>
    public static KeyInForce Load(HelpLightningOptions options, TimeProvider clock) => options switch
    {
        { PartnerKey: { } given } => new KeyInForce(given, owned: null, options, clock),
        { PartnerKeyFile: { } file } => Owning(PartnerKey.FromFile(file, options.PartnerKeyPassphrase), options, clock),
        { PartnerKeyVariable: { } variable } =>
            Owning(PartnerKey.FromEnvironmentVariable(variable, options.PartnerKeyPassphrase), options, clock),
        _ => throw new HelpLightningConfigurationException(
            new SettingFault(nameof(HelpLightningOptions.PartnerKeyFile), "is missing", "set it to the path of the partner key")),
    };

    /// <summary>From the content of the key file, which was read already.</summary>
    /// <exception cref="PartnerKeyException">The key cannot be used.</exception>
    public static KeyInForce Of(ReadOnlySpan<byte> content, HelpLightningOptions options, TimeProvider clock) =>
        Owning(PartnerKey.FromBytes(content, options.PartnerKeyPassphrase, options.PartnerKeyFile), options, clock);

    /// <summary>A signature under way ends well; a later one is refused with <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => _owned?.Dispose();

    private static KeyInForce Owning(PartnerKey key, HelpLightningOptions options, TimeProvider clock) => new(key, key, options, clock);
}

using HelpLightning.PartnerKeys;

namespace HelpLightning.Client;

/// <summary>The partner key that the options name, with whether it is ours to dispose.</summary>
internal sealed class SigningKey : IDisposable
{
    private readonly bool _isOurs;

    private SigningKey(PartnerKey key, bool isOurs)
    {
        Key = key;
        _isOurs = isOurs;
    }

    public PartnerKey Key { get; }

    /// <exception cref="PartnerKeyException">The key cannot be used.</exception>
    public static SigningKey Load(HelpLightningOptions options) => options switch
    {
        { PartnerKey: { } given } => new SigningKey(given, isOurs: false),
        { PartnerKeyFile: { } file } => new SigningKey(PartnerKey.FromPemFile(file, options.PartnerKeyPassphrase), isOurs: true),
        { PartnerKeyVariable: { } variable } => new SigningKey(PartnerKey.FromEnvironmentVariable(variable, options.PartnerKeyPassphrase), isOurs: true),
        _ => throw new HelpLightningConfigurationException("The partner key is missing: set HelpLightning:PartnerKeyFile."),
    };

    public void Dispose()
    {
        if (_isOurs)
        {
            Key.Dispose();
        }
    }
}

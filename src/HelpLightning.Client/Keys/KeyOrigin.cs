using HelpLightning.PartnerKeys;

namespace HelpLightning.Client;

/// <summary>Where the settings say that the partner key is.</summary>
internal abstract class KeyOrigin(HelpLightningOptions options, TimeProvider clock)
{
    /// <summary>For the log; nothing secret.</summary>
    public abstract string Name { get; }

    /// <summary>Can another key come to be there? If not, <see cref="LoadChange"/> is not asked.</summary>
    public virtual bool CanChange => false;

    /// <summary>Is a look so cheap that it is worth one every few seconds? Else there is one when a token is refused.</summary>
    public virtual bool IsCheapToLookAt => false;

    protected HelpLightningOptions Options { get; } = options;

    /// <exception cref="HelpLightningConfigurationException">The settings name no key.</exception>
    public static KeyOrigin Of(HelpLightningOptions options, TimeProvider clock) => options switch
    {
        { PartnerKey: { } given } => new GivenKey(given, options, clock),
        { PartnerKeyFile: { } uri } when PartnerKeyScheme.TryFind(options.PartnerKeySchemes, uri, out PartnerKeyScheme? scheme) =>
            new UriKey(scheme, uri, options, clock),
        { PartnerKeyFile: { } file } => new FileKey(SystemdCredential.PathOf(file), options, clock),
        { PartnerKeyVariable: { } variable } => new VariableKey(variable, options, clock),
        _ => throw new HelpLightningConfigurationException(
            new SettingFault(nameof(HelpLightningOptions.PartnerKeyFile), "is missing", "set it to the path of the partner key")),
    };

    /// <exception cref="PartnerKeyException">The key cannot be used.</exception>
    public abstract KeyInForce Load();

    /// <summary>Looks whether another key is there. One caller at a time.</summary>
    /// <param name="isRefused">The server refuses the present one.</param>
    /// <returns>Null when it is the one that was loaded last.</returns>
    /// <exception cref="PartnerKeyException">What is there cannot be used, or nothing can be found out now.</exception>
    public virtual KeyInForce? LoadChange(bool isRefused) => null;

    protected KeyInForce InForce(PartnerSigningKey key, bool isOwned) => new(key, isOwned, Options, clock);

    private sealed class GivenKey(PartnerSigningKey key, HelpLightningOptions options, TimeProvider clock) : KeyOrigin(options, clock)
    {
        public override string Name => "The given key";

        public override KeyInForce Load() => InForce(key, isOwned: false);
    }

    /// <summary>The environment of a process does not change from outside.</summary>
    private sealed class VariableKey(string variable, HelpLightningOptions options, TimeProvider clock) : KeyOrigin(options, clock)
    {
        public override string Name => $"The environment variable {variable}";

        public override KeyInForce Load()
        {
            using Passphrase passphrase = Passphrase.Of(Options);
            return InForce(PartnerKey.FromEnvironmentVariable(variable, passphrase.Text), isOwned: true);
        }
    }
}

using HelpLightning.Cli.Hosting;
using HelpLightning.PartnerKeys;
using HelpLightning.Secrets;

namespace HelpLightning.Cli.KeyRotation;

/// <summary>Reads the keys of a rotation, which share one passphrase; it is asked for once.</summary>
internal sealed class RotationKeys(Host host, SecretText? passphrase) : IDisposable
{
    private SecretText? _passphrase = passphrase;

    public PartnerKey Load(string file)
    {
        try
        {
            return PartnerKey.FromFile(file, Passphrase);
        }
        catch (PartnerKeyException e) when (e.Problem == PartnerKeyProblem.PassphraseMissing && host.Screen.CanAsk)
        {
            _passphrase = HiddenPrompt.Read("Passphrase of the key: ", host);
            return PartnerKey.FromFile(file, Passphrase);
        }
    }

    /// <summary>What the next key is encrypted with: that of the present one, when that is encrypted.</summary>
    public ReadOnlySpan<char> PassphraseFor(PartnerKey present) =>
        present.Form is { Syntax: PartnerKeySyntax.EncryptedPkcs8 } ? Passphrase : default;

    public void Dispose() => _passphrase?.Dispose();

    private ReadOnlySpan<char> Passphrase => _passphrase is null ? default : _passphrase.Text;
}

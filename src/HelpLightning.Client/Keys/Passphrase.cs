using HelpLightning.PartnerKeys;
using HelpLightning.Secrets;

namespace HelpLightning.Client;

/// <summary>What opens the key, for as long as it is being read. One from a file is wiped afterwards.</summary>
internal sealed class Passphrase : IDisposable
{
    private readonly string? _given;
    private readonly SecretText? _line;

    private Passphrase(string? given, SecretText? line)
    {
        _given = given;
        _line = line;
    }

    public ReadOnlySpan<char> Text => _line is null ? _given : _line.Text;

    /// <exception cref="PartnerKeyException">The file that the settings name cannot be read.</exception>
    public static Passphrase Of(HelpLightningOptions options)
    {
        if (options.PartnerKeyPassphraseFile is not { } file)
        {
            return new Passphrase(options.PartnerKeyPassphrase, line: null);
        }

        try
        {
            return new Passphrase(given: null, SecretText.FirstLine(SystemdCredential.PathOf(file)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The name is not repeated: people put the passphrase itself there.
            throw new PartnerKeyException(
                PartnerKeyProblem.PassphraseMissing,
                $"The file that {nameof(HelpLightningOptions.PartnerKeyPassphraseFile)} names cannot be read.",
                new PartnerKeyRemedy(
                    PartnerKeyRemedyKind.Advice, "Name a file whose first line is the passphrase, and let this user read it"));
        }
    }

    public void Dispose() => _line?.Dispose();
}

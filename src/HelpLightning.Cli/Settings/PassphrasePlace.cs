using HelpLightning.Secrets;

namespace HelpLightning.Cli.Settings;

/// <summary>Where the passphrase of the key is.</summary>
/// <param name="File">A file whose first line it is; null when a variable holds it.</param>
/// <param name="Variable">What the environment variable holds.</param>
/// <param name="Origin">What said so, for people.</param>
internal sealed record PassphrasePlace(string? File, string? Variable, string Origin)
{
    /// <summary>Reads it, to be wiped by the caller.</summary>
    public SecretText Read()
    {
        if (File is not null)
        {
            return SecretFile.Read(File, Origin, "passphrase");
        }

        SecretText text = SecretText.OfLength(Variable!.Length);
        foreach (char c in Variable)
        {
            text.TryAppend(c);
        }

        return text;
    }
}

using HelpLightning.Cli.Settings;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli.Doctor.Checks;

/// <summary>Is there a partner key, can it be read, does the passphrase open it?</summary>
internal sealed class KeyCheck() : LocalCheck(CheckNames.Key, CheckNames.Profile)
{
    protected override CheckResult Run(Examination examination)
    {
        PartnerSigningKey key = examination.Keys.LoadQuietly(examination.Parsed);
        examination.Key = key;
        KeyPlace place = examination.Keys.Locate(examination.Parsed)!;
        string where = place.Path switch
        {
            null => $"in {place.Origin}",
            KeyPlace.StandardInput => "standard input",
            { } path => $"{KeySchemes.Show(path)}, from {place.Origin}",
        };
        return Ok($"{where} ({(key as PartnerKey)?.Form?.ToString() ?? "not in a file"}; thumbprint {key.Thumbprint[..16]}…)");
    }
}

using HelpLightning.Cli.Settings;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli.Doctor.Checks;

/// <summary>Is there a partner key, can it be read, does the passphrase open it?</summary>
internal sealed class KeyCheck() : LocalCheck(CheckNames.Key, CheckNames.Profile)
{
    protected override CheckResult Run(Examination examination)
    {
        PartnerKey key = examination.Keys.LoadQuietly(examination.Parsed);
        examination.Key = key;
        KeyPlace place = examination.Keys.Locate(examination.Parsed)!;
        string where = place.Path switch
        {
            null => $"in {place.Origin}",
            KeyPlace.StandardInput => "standard input",
            { } path => $"{path}, from {place.Origin}",
        };
        return Ok($"{where} ({key.Form}; thumbprint {key.Thumbprint[..16]}…)");
    }
}

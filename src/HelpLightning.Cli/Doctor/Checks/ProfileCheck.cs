using HelpLightning.Cli.Settings;

namespace HelpLightning.Cli.Doctor.Checks;

/// <summary>Which profile is in force, and is it there?</summary>
internal sealed class ProfileCheck() : LocalCheck(CheckNames.Profile, CheckNames.SettingsFile)
{
    protected override CheckResult Run(Examination examination)
    {
        SettingSource settings = examination.Settings;
        string name = settings.ProfileName(examination.Parsed);
        string origin = settings.Named(examination.Parsed) is not null ? ", named by --profile"
            : examination.Host.TrimmedVariable(Variables.Profile) is not null ? $", named by {Variables.Profile}"
            : "";
        if (settings.File.HasProfile(name))
        {
            return Ok(name + origin);
        }

        // asking for anything says what is wrong with a name that is not there
        _ = settings.Find(examination.Parsed, Setting.AllowFormulas);
        return Ok($"none, so flags {(settings.Named(examination.Parsed) is null ? "and the environment" : "alone")} decide{origin}");
    }
}

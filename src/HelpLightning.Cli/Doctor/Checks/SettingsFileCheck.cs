using HelpLightning.Cli.Settings;
using HelpLightning.Shell;

namespace HelpLightning.Cli.Doctor.Checks;

/// <summary>Is there a settings file, can it be read, and by nobody else?</summary>
internal sealed class SettingsFileCheck() : LocalCheck(CheckNames.SettingsFile)
{
    protected override CheckResult Run(Examination examination)
    {
        string path = examination.Settings.FilePath;
        if (!File.Exists(path))
        {
            return Ok($"none at {path}; flags and the environment decide");
        }

        _ = examination.Settings.File;
        return ConfigFile.IsOpenToOthers(path) ? Warning($"{path} can be read by others", $"chmod 600 {ShellWord.Path(path)}") : Ok(path);
    }
}

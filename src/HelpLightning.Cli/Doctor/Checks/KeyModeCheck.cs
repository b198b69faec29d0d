using HelpLightning.PartnerKeys;
using HelpLightning.Shell;

namespace HelpLightning.Cli.Doctor.Checks;

/// <summary>Can other users of the machine read the key's file?</summary>
internal sealed class KeyModeCheck() : LocalCheck(CheckNames.KeyMode, CheckNames.Key)
{
    protected override CheckResult Run(Examination examination)
    {
        if (examination.Keys.Locate(examination.Parsed) is not { IsFile: true, Path: { } path })
        {
            return Skipped("the key is not in a file");
        }

        if (OperatingSystem.IsWindows())
        {
            return Skipped("files have no mode here; the folder's permissions count");
        }

        string mode = $"0{Convert.ToString((int)File.GetUnixFileMode(examination.Host.PathTo(path)) & 0x1ff, 8)}";
        return examination.Key!.Warnings.Any(static w => w.Code == PartnerKeyWarningCode.FileReadableByOthers)
            ? Warning($"{mode}: other users of this machine can read the key", $"chmod 600 {ShellWord.Path(path)}")
            : Ok(mode);
    }
}

using HelpLightning.Cli.Settings;

namespace HelpLightning.Cli.Doctor.Checks;

/// <summary>Is it known which site to call?</summary>
internal sealed class SiteIdCheck() : LocalCheck(CheckNames.SiteId, CheckNames.Profile)
{
    protected override CheckResult Run(Examination examination)
    {
        examination.Site = examination.Keys.Site(examination.Parsed);
        return Ok(
            $"{examination.Site}, from {examination.Settings.Find(examination.Parsed, Setting.SiteId, examination.Keys.SiteId)!.Origin}");
    }
}

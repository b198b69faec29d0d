using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Settings;

namespace HelpLightning.Cli.Doctor.Checks;

/// <summary>Is there an API key, in a form that can be sent?</summary>
internal sealed class ApiKeyCheck() : LocalCheck(CheckNames.ApiKey, CheckNames.Profile)
{
    protected override CheckResult Run(Examination examination)
    {
        if (examination.Settings.Find(examination.Parsed, Setting.ApiKey) is not { } value)
        {
            return Failed(ExitCode.Configuration, "not set",
                $"{examination.Settings.HowToSet(examination.Parsed, Setting.ApiKey)}. "
                + "Help Lightning shows it in its Developer tab (Add API Key), hl sandbox when it starts.");
        }

        try
        {
            examination.ApiKey = Setting.ApiKey.Check(value.Text);
        }
        catch (CommandException)
        {
            return Failed(ExitCode.Configuration,
                $"what {value.Origin} holds is no API key: one has 1 to 512 visible ASCII characters without spaces",
                $"Copy it again from the Developer tab: {examination.Settings.SetCommand(examination.Parsed, Setting.ApiKey)}");
        }

        return Ok($"{value.Text.Length} characters, from {value.Origin}");
    }
}

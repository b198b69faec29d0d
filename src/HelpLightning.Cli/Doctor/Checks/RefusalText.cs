using HelpLightning.Client;

namespace HelpLightning.Cli.Doctor.Checks;

/// <summary>A refusal of the API, in words.</summary>
internal static class RefusalText
{
    /// <summary>
    /// A site lives in one data centre and the other refuses everything of it. Credentials are not sent to another server
    /// unasked, so this only says how to; empty where an address was given.
    /// </summary>
    public static string OtherDataCenter(Examination examination) =>
        examination.Address.ApiUrl(examination.Parsed, examination.Settings) is not null ? ""
            : examination.Address.DataCenter(examination.Parsed, examination.Settings) == DataCenter.US
                ? $" Is the site in Europe? Try: hl doctor --data-center EU{examination.Settings.ProfileFlag(examination.Parsed)}"
            : $" Is the site in the US? Try: hl doctor --data-center US{examination.Settings.ProfileFlag(examination.Parsed)}";
}

using HelpLightning.Cli.Settings;

namespace HelpLightning.Cli;

/// <summary>The libraries speak to programmers, of settings and methods; at a prompt there are flags and variables.</summary>
internal static class HlsWords
{
    private static readonly (string Library, string Prompt)[] Words =
    [
        ("HelpLightning:ApiKey", Variables.ApiKey),
        ("HelpLightning:SiteId", Variables.SiteId),
        ("HelpLightning:BaseUrl", $"--api-url (or {Variables.ApiUrl})"),
        ("HelpLightning:PartnerKeyFile", Variables.PartnerKeyFile),
        (" Try again, or raise AttemptTimeout.", " Try again."),
        (" Try again, or raise Timeout.", " Try again."),
        ("look again later with GetAsync, or raise TimeLimit.", "try again later."),
    ];

    public static string Of(string message)
    {
        foreach ((string library, string prompt) in Words)
        {
            message = message.Replace(library, prompt, StringComparison.Ordinal);
        }

        return message;
    }
}

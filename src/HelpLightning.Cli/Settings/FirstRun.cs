using System.CommandLine;

namespace HelpLightning.Cli.Settings;

/// <summary>What somebody is told who has set nothing yet, or nothing of a profile.</summary>
internal static class FirstRun
{
    private static readonly (Setting Setting, string? Value, string What)[] Wanted =
    [
        (Setting.SiteId, "54344", "the number in Help Lightning's Developer tab"),
        (Setting.KeyFile, "HelpLightningKey.pem", "the private key; to make one: hl key create"),
        (Setting.ApiKey, null, "asks for the API key without showing it"),
    ];

    public static string Greeting(ParseResult parsed, SettingSource settings)
    {
        string commands = string.Concat(Wanted.Where(w => settings.Find(parsed, w.Setting) is null)
            .Select(w => $"  {settings.SetCommand(parsed, w.Setting, w.Value)}\n      {w.What}\n"));
        string whose = settings.Named(parsed) is { } name
            ? $"Profile {name} does not say which Help Lightning site it is for."
            : "hl does not know your Help Lightning site yet.";
        return $"{whose} Tell it once:\n{commands}Then see that all is well: hl doctor{settings.ProfileFlag(parsed)}\n"
            + "To try it without an account: hl demo, or hl sandbox.";
    }
}

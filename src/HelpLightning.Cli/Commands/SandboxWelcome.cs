using System.Globalization;
using HelpLightning.Cli.Terminal;
using HelpLightning.Sandbox;

namespace HelpLightning.Cli.Commands;

/// <summary>What <c>hl sandbox</c> says once it answers: what it is, and how to use it.</summary>
internal static class SandboxWelcome
{
    public static void Show(Screen screen, HelpLightningSandbox sandbox, HelpLightningSandboxOptions options)
    {
        string address = sandbox.BaseAddress.ToString().TrimEnd('/');
        Facts.Write(screen.Error, Screen.ErrorHasColor, [.. Describe(sandbox, options)]);
        screen.Note($"""

            The sandbox answers for site {sandbox.SiteId}. Stop it with Ctrl-C.{KeyHint(options)}
            In another terminal:
              export HL_API_URL={address} HL_SITE_ID={sandbox.SiteId}
              export HL_API_KEY={(options.ApiKey is null ? sandbox.ApiKey : "...")}
              hl users list -k HelpLightningKey.pem
            Calls, webhooks, the clock, faults: on its page, or as docs/sandbox.md says.

            """);
    }

    private static string KeyHint(HelpLightningSandboxOptions options) => options.PartnerPublicKeys.Count > 0 || options.DataFile is not null
        ? ""
        : "\nIt knows no partner key yet: make one on its page (HelpLightningKey.pem).";

    private static List<(string Name, string Value)> Describe(HelpLightningSandbox sandbox, HelpLightningSandboxOptions options)
    {
        List<(string Name, string Value)> facts =
        [
            ("Site", sandbox.SiteId.ToString()),
            ("Page", sandbox.BaseAddress.ToString()),
            ("Data", options.DataFile ?? "in memory, gone when it stops"),
        ];
        if (options.DataFile is null)
        {
            facts.Add(("Seed", string.Create(CultureInfo.InvariantCulture, $"{options.Seed.ToString().ToLowerInvariant()}, number {options.SeedNumber}")));
        }

        if (options.ClockOffset != default)
        {
            facts.Add(("Clock", sandbox.Now.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)));
        }

        if (!options.Strict)
        {
            facts.Add(("Loose", "unknown parameters and other slips are passed over"));
        }

        facts.AddRange(sandbox.Faults.Select(fault => ("Fault", fault.Fault.ToString())));
        facts.AddRange(sandbox.Webhooks.Select(hook => ("Webhook", $"{hook.EventType.ToString().ToLowerInvariant()} events to {hook.PayloadUrl}{(hook.HasSecret ? ", signed" : "")}")));
        return facts;
    }
}

using System.Globalization;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Terminal;
using HelpLightning.Sandbox;
using HelpLightning.Shell;

namespace HelpLightning.Cli.LocalSandbox;

/// <summary>What <c>hl sandbox</c> says once it answers: what it is, and how to use it.</summary>
internal static class SandboxWelcome
{
    /// <summary>What a browser calls the key that is made on the page.</summary>
    private const string PageKey = "HelpLightningKey.pem";

    public static void Show(Host host, HelpLightningSandbox sandbox, HelpLightningSandboxOptions options, string? scenarioFile)
    {
        string address = sandbox.BaseAddress.ToString().TrimEnd('/');
        Facts.Write(host.Screen.Error, host.Screen.ErrorHasColor, [.. Describe(sandbox, options, scenarioFile)]);
        host.Screen.Note($"""

            The sandbox answers for site {sandbox.SiteId}. Stop it with Ctrl-C.{KeyHint(options)}
            In another terminal:
              {ShellLine.Set(("HL_API_URL", address), ("HL_SITE_ID", $"{sandbox.SiteId}"))}
              {ShellLine.Set(("HL_API_KEY", options.ApiKey is null ? sandbox.ApiKey : "..."))}
              hl users list -k {(IsWithoutKey(options) ? PageKey : "YOUR_KEY.pem")}
            Calls, webhooks, the clock, faults: on its page, or as docs/sandbox.md says.

            """);
    }

    private static string KeyHint(HelpLightningSandboxOptions options) =>
        IsWithoutKey(options) ? $"\nIt knows no partner key yet: make one on its page ({PageKey})." : "";

    /// <summary>
    /// Is the first key still to be made? Of one that was given only the public half is known, not where the private half lies.
    /// </summary>
    private static bool IsWithoutKey(HelpLightningSandboxOptions options) =>
        options.PartnerPublicKeys.Count == 0 && options.DataFile is null;

    private static List<(string Name, string Value)> Describe(
        HelpLightningSandbox sandbox, HelpLightningSandboxOptions options, string? scenarioFile)
    {
        List<(string Name, string Value)> facts =
        [
            ("Site", sandbox.SiteId.ToString()),
            ("Page", sandbox.BaseAddress.ToString()),
            ("Data", options.DataFile ?? "in memory, gone when it stops"),
        ];
        if (scenarioFile is not null)
        {
            // It may have begun from another seed, or from none.
            facts.Add(("Scenario", scenarioFile));
        }
        else if (options.DataFile is null)
        {
            facts.Add(("Seed", string.Create(
                CultureInfo.InvariantCulture, $"{options.Seed.ToString().ToLowerInvariant()}, number {options.SeedNumber}")));
        }

        if (options.ClockOffset != default)
        {
            facts.Add(("Clock", sandbox.Clock.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)));
        }

        if (!options.Strict)
        {
            facts.Add(("Loose", "unknown parameters and other slips are passed over"));
        }

        facts.AddRange(sandbox.Faults.List().Select(fault => ("Fault", fault.Fault.ToString())));
        facts.AddRange(sandbox.Webhooks.List().Select(hook =>
            ("Webhook",
                $"{hook.EventType.ToString().ToLowerInvariant()} events to {hook.PayloadUrl}{(hook.HasSecret ? ", signed" : "")}")));
        return facts;
    }
}

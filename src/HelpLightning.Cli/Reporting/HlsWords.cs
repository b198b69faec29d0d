using HelpLightning.Cli.Settings;
using HelpLightning.Client;

namespace HelpLightning.Cli.Reporting;

/// <summary>The libraries speak to programmers, of settings and methods; at a prompt there are flags and variables.</summary>
internal static class HlsWords
{
    public static string Of(HelpLightningException exception) => exception switch
    {
        HelpLightningConfigurationException { Faults.Count: > 0 } settings => string.Join(' ', settings.Faults.Select(Of)),

        // The limits that the library would raise are not flags of hl.
        HelpLightningUnreachableException { IsTimeout: true } => $"{exception.Finding} Try again.",
        HelpLightningReportException { Report: { IsComplete: false, HasFailed: false }, Remedy: not null } =>
            $"{exception.Finding} Try again later.",
        _ => exception.Message,
    };

    private static string Of(SettingFault fault) => $"{NameOf(fault.SettingName)} {fault.Problem}: {fault.Remedy}.";

    private static string NameOf(string setting) => setting switch
    {
        nameof(HelpLightningOptions.ApiKey) => Variables.ApiKey,
        nameof(HelpLightningOptions.SiteId) => Variables.SiteId,
        nameof(HelpLightningOptions.BaseAddress) => $"--api-url (or {Variables.ApiUrl})",
        nameof(HelpLightningOptions.PartnerKeyFile) => Variables.PartnerKeyFile,
        _ => setting,
    };
}

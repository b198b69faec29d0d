using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli.Settings;

/// <summary>
/// A refused key in the words of hl: what the library found, and what mends it, by a command of hl where it has one. The
/// command stands at the end, so that it can be copied.
/// </summary>
internal static class KeyAdvice
{
    public static string Of(PartnerKeyException exception)
    {
        PartnerKeyRemedy remedy = exception.Remedy;
        string advice = remedy switch
        {
            { Kind: PartnerKeyRemedyKind.CreateKey, NewFile: { } file } => $"{remedy.Words}: hl key create --out {file}",
            { Kind: PartnerKeyRemedyKind.GivePublicHalf, File: { } file, NewFile: { } half } =>
                $"Write it, and give that: hl key public --key-file {file} --out {half}",
            { Kind: PartnerKeyRemedyKind.GivePassphrase, Command: { } command } => $"{HowToGivePassphrase}; or decrypt a copy: {command}",
            { Kind: PartnerKeyRemedyKind.GivePassphrase } => $"{HowToGivePassphrase}.",
            _ => remedy.ToString(),
        };
        return $"{exception.Finding} {advice}";
    }

    private static string HowToGivePassphrase => $"Give it with --passphrase-file FILE, or set {Variables.Passphrase}";
}

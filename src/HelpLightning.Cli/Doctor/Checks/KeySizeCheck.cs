using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli.Doctor.Checks;

/// <summary>Is the key as long as RFC 7518 section 3.3 asks?</summary>
internal sealed class KeySizeCheck() : LocalCheck(CheckNames.KeySize, CheckNames.Key)
{
    protected override CheckResult Run(Examination examination)
    {
        PartnerSigningKey key = examination.Key!;
        string size = $"{key.PublicKey.KeySizeInBits} bits";
        return key.Warnings.Any(static w => w.Code == PartnerKeyWarningCode.KeySizeBelow2048)
            ? Warning(
                $"{size}: it works, but RFC 7518 asks for 2048 or more",
                $"Make a new pair (hl key create --out {examination.Host.FreeName("HelpLightningKey", ".pem")}) "
                + "and upload its public half.")
            : Ok(size);
    }
}

using HelpLightning.Cli.Exit;
using HelpLightning.Client;

namespace HelpLightning.Cli.Doctor.Checks;

/// <summary>Did the API take a token that the key signed?</summary>
internal sealed class TokenAcceptedCheck() : LocalCheck(CheckNames.TokenAccepted, CheckNames.ApiKeyAccepted)
{
    protected override CheckResult Run(Examination examination) => examination.Refusal switch
    {
        null => Ok("yes"),
        HelpLightningApiException e => Failed(
            e is HelpLightningAuthenticationException ? ExitCode.NotAuthenticated : ExitCode.Refused,
            e.Finding.TrimEnd('.'),
            $"{e.Remedy} The key's thumbprint: {examination.Key!.Thumbprint}.{RefusalText.OtherDataCenter(examination)}".TrimStart()),
        { } e => FailedWith(e.Message, ExitCode.Refused),
    };
}

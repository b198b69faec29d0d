using System.Net;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Settings;
using HelpLightning.Client;

namespace HelpLightning.Cli.Doctor.Checks;

/// <summary>
/// Does the API take the API key? It refuses a wrong one and a wrong token with answers of one kind, so a refused call is
/// repeated with something that is no token: if that makes no difference, the API did not get as far as looking at the token.
/// </summary>
internal sealed class ApiKeyAcceptedCheck() : Check(
    CheckNames.ApiKeyAccepted, CheckNames.SiteId, CheckNames.ApiKey, CheckNames.Key, CheckNames.Answer)
{
    private const string Route = "/v1r1/enterprise/users?page_size=1";

    public override async Task<CheckResult> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        using HelpLightningClient client = examination.OpenClient();
        try
        {
            (await client.SendAsync(HttpMethod.Get, Route, cancellationToken: cancellationToken)).EnsureSuccess();
            return Ok("yes");
        }
        catch (HelpLightningUnreachableException e)
        {
            return FailedWith(e.Message, ExitCode.Unreachable);
        }
        catch (HelpLightningMalformedReplyException e)
        {
            return FailedWith(e.Message, ExitCode.Refused);
        }
        catch (HelpLightningApiException e)
        {
            if (e.Status is < HttpStatusCode.BadRequest or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError)
            {
                return Failed(ExitCode.Refused, e.Finding.TrimEnd('.'), e.Remedy);
            }

            examination.Refusal = e;
            return e is HelpLightningAuthenticationException || !await IsSameWithoutTokenAsync(examination, e, cancellationToken)
                ? Ok("yes, as far as can be told")
                : Failed(ExitCode.Refused, e.Finding.TrimEnd('.'),
                    $"Copy it again from the Developer tab ({examination.Settings.SetCommand(examination.Parsed, Setting.ApiKey)})."
                    + $"{RefusalText.OtherDataCenter(examination)}");
        }
    }

    private static async Task<bool> IsSameWithoutTokenAsync(
        Examination examination, HelpLightningApiException refusal, CancellationToken cancellationToken)
    {
        using HelpLightningClient bare = HelpLightningClient.Create(new HelpLightningOptions
        {
            ApiKey = examination.ApiKey,
            SiteId = examination.Site,
            PartnerKeyRequired = false,
            BaseAddress = examination.Server,
            MaxRetries = 1,
            TimeProvider = examination.Host.Clock,
        });
        try
        {
            // Something that no server takes for a token.
            (await bare.AsUser(new AccessToken("none")).SendAsync(HttpMethod.Get, Route, cancellationToken: cancellationToken))
                .EnsureSuccess();
            return false;
        }
        catch (HelpLightningApiException e)
        {
            return e.Status == refusal.Status && e.VendorCode == refusal.VendorCode;
        }
        catch (HelpLightningUnreachableException)
        {
            return false;
        }
    }
}

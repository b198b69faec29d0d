using HelpLightning.Client;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli.KeyRotation;

/// <summary>Asks the service whether it takes the tokens of a key, with a call that changes nothing.</summary>
/// <param name="options">The site and its address; the key is put in.</param>
internal sealed class ServiceProbe(HelpLightningOptions options)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Why the last question was not answered; null when it was.</summary>
    public HelpLightningException? Trouble { get; private set; }

    public async Task<KeyVerdict> AskAsync(PartnerKey key, CancellationToken cancellationToken)
    {
        HelpLightningOptions own = options.Clone();
        (own.PartnerKey, own.Timeout, own.AttemptTimeout, own.MaxRetries) = (key, Patience, Patience, 0);
        using HelpLightningClient client = HelpLightningClient.Create(own);
        Trouble = null;
        try
        {
            _ = await client.Users.ListAsync(options: new ListOptions { Limit = 1 }, cancellationToken: cancellationToken)
                .GetPageAsync(cancellationToken: cancellationToken);
            return KeyVerdict.Accepted;
        }
        catch (HelpLightningAuthenticationException)
        {
            return KeyVerdict.Refused;
        }
        catch (HelpLightningPermissionException)
        {
            // It knows who asks, and says that this one may not.
            return KeyVerdict.Accepted;
        }
        catch (HelpLightningException e)
        {
            Trouble = e;
            return KeyVerdict.Unknown;
        }
    }
}

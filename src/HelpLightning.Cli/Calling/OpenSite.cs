using HelpLightning.Client;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli.Calling;

/// <summary>A site that is ready to be called for.</summary>
/// <param name="Name">The profile that its settings are from.</param>
/// <param name="Connections">What it is called over; disposed with this.</param>
/// <param name="Client">The site, or the workspace of it that was named.</param>
/// <param name="Number">The number of that site or workspace.</param>
/// <param name="Key">A key that is followed by nobody; null for one in a file.</param>
internal sealed record OpenSite(string Name, HelpLightningClient Connections, EnterpriseClient Client, long Number, PartnerSigningKey? Key)
    : IDisposable
{
    public void Dispose()
    {
        Connections.Dispose();
        Key?.Dispose();
    }
}

using HelpLightning.Client;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli.Calling;

/// <summary>A client that is ready to call, with the key it signs with.</summary>
internal sealed class ApiSession : IDisposable
{
    private readonly HelpLightningClient _site;
    private readonly PartnerSigningKey _key;
    private readonly string? _person;
    private readonly TimeProvider _clock;
    private DateTimeOffset? _serverNow;

    public ApiSession(HelpLightningClient site, PartnerSigningKey key, SiteId siteId, long? workspace, string? person, TimeProvider clock)
    {
        _site = site;
        _key = key;
        _person = person;
        _clock = clock;
        SiteId = workspace is { } inside ? new SiteId(inside) : siteId;
        Client = workspace is { } id ? site.AsWorkspace(id) : site;
    }

    /// <summary>The site, or the workspace that was named.</summary>
    public EnterpriseClient Client { get; }

    /// <summary>Was somebody named by <c>--as</c>?</summary>
    public bool ActsForPerson => _person is not null;

    /// <summary>The number of that site or workspace.</summary>
    public SiteId SiteId { get; }

    /// <summary>
    /// What "now" is for a time that counts back from it: the server's, once it was asked for; else this machine's. A machine whose
    /// clock is ahead would miss what happened meanwhile, and nobody would notice.
    /// </summary>
    public DateTimeOffset Now => _serverNow ?? _clock.GetUtcNow();

    /// <summary>The person named by <c>--as</c>.</summary>
    public UserClient User => Client.AsUserNamed(
        _person ?? throw new InvalidOperationException("The command does not act for a person."));

    public async Task AskServerTimeAsync(CancellationToken cancellationToken) =>
        _serverNow = await Client.GetServerTimeAsync(cancellationToken);

    public void Dispose()
    {
        _site.Dispose();
        _key.Dispose();
    }
}

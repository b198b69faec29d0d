using System.Net;
using System.Text.Json.Serialization;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Sandbox;

/// <summary>
/// What a sandbox is and how it answers. Where the vendor's behaviour is unknown, it is a setting here. A record, so that a
/// variation is one <c>with</c>.
/// </summary>
public sealed partial record HelpLightningSandboxOptions
{
    /// <summary>What everybody signs in with unless <see cref="UserPassword"/> says otherwise.</summary>
    public const string DefaultUserPassword = "Sandbox1";

    /// <summary>The site that the sandbox is; 54344 by default, as in Help Lightning's tutorial.</summary>
    public SiteId SiteId { get; init; } = new(54344);

    /// <summary>
    /// The site's public key. A site has one active key, so several are registered one after another and only the last one
    /// opens anything, as after a rotation. A key that the data file has seen before is not registered again. With none,
    /// and none in the data file, every partner token is refused until <see cref="HelpLightningSandbox.PartnerKey"/> is used.
    /// </summary>
    public IReadOnlyList<PartnerPublicKey> PartnerPublicKeys { get; init; } = [];

    /// <summary>
    /// The API key that callers must send, 1 to 512 visible ASCII characters; null takes the first one of the data file, or
    /// makes one up.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public string? ApiKey { get; init; }

    /// <summary>
    /// Where to listen: a loopback address; port 0 (the default) takes a free one. Null listens nowhere:
    /// <see cref="HelpLightningSandbox.CreateHandler"/> is then the only way in.
    /// </summary>
    public IPEndPoint? ListenEndPoint { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>A SQLite file that keeps the data over restarts; null keeps it in memory.</summary>
    public string? DataFile { get; init; }

    /// <summary>What a new database is filled with.</summary>
    public SandboxSeed Seed { get; init; } = SandboxSeed.Small;

    /// <summary>People of the site, 40 or more, instead of as many as <see cref="Seed"/> makes.</summary>
    public int? SeedUsers { get; init; }

    /// <summary>Groups of the site besides the one of everybody, instead of as many as <see cref="Seed"/> makes.</summary>
    public int? SeedGroups { get; init; }

    /// <summary>Calls of the site, 1 or more, instead of as many as <see cref="Seed"/> makes.</summary>
    public int? SeedCalls { get; init; }

    /// <summary>The same number gives the same people and calls.</summary>
    public int SeedNumber { get; init; } = 1;

    /// <summary>What everybody in the sandbox signs in with. It is no secret: nothing in a sandbox is worth one.</summary>
    public string UserPassword { get; init; } = DefaultUserPassword;

    /// <summary>
    /// Whether unknown parameters, malformed filters and other content types than JSON are errors (the default), which finds
    /// typing errors, or are passed over.
    /// </summary>
    public bool Strict { get; init; } = true;

    /// <summary>How an expired token is answered.</summary>
    public ExpiredTokenAnswer ExpiredTokenAnswer { get; init; } = ExpiredTokenAnswer.BadRequest400Code1003;

    /// <summary>The HTTP status for a missing or unknown API key: 400, 401 or 403 (the default).</summary>
    public int ApiKeyRefusalStatus { get; init; } = 403;

    /// <summary>The HTTP status for a token of a kind that the route does not take: 400, 401, 403 (the default) or 404.</summary>
    public int WrongTokenKindStatus { get; init; } = 403;

    /// <summary>How long a token lasts that was got by signing in; an hour by default, at least a second.</summary>
    public TimeSpan SignInTokenLife { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long every other token of the sandbox's own lasts; 30 days by default, as has been seen.</summary>
    public TimeSpan IssuedTokenLife { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long the address of a file or report can be used; an hour by default.</summary>
    public TimeSpan FileAddressLife { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a report takes to be made, by the sandbox's clock; 2 seconds by default.</summary>
    public TimeSpan ReportTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Called once for each answered request, from many threads.</summary>
    public Action<SandboxRequestLogEntry>? RequestLog { get; init; }

    /// <summary>Says which site, never its API key.</summary>
    public override string ToString() => $"The options of a sandbox for site {SiteId}";
}

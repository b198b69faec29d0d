using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox;

[assembly: AssemblyFixture(typeof(HelpLightning.Client.Tests.SiteFixture))]

namespace HelpLightning.Client.Tests;

/// <summary>
/// What the contract is held against: a sandbox, or a real site when <c>HL_SITE_ID</c>, <c>HL_API_KEY</c> and
/// <c>HL_PARTNER_KEY_FILE</c> or <c>HL_PARTNER_KEY</c> are set. On a real site nothing is changed unless
/// <c>HL_CONTRACT_WRITES=1</c>, and nobody is acted for but the user of <c>HL_CONTRACT_USER</c>.
/// </summary>
public sealed class SiteFixture : IAsyncLifetime
{
    public const string NeedsUser = "It acts for a user: set HL_CONTRACT_USER to the e-mail address of one who agrees.";

    private readonly PartnerKey _sandboxKey = PartnerKey.Create();
    private HelpLightningSandbox? _sandbox;
    private HelpLightningOptions _options = null!;

    public bool IsReal => _sandbox is null;

    public async ValueTask InitializeAsync()
    {
        if (Variable("HL_SITE_ID") is { } site && Variable("HL_API_KEY") is { } apiKey && (Variable("HL_PARTNER_KEY_FILE") ?? Variable("HL_PARTNER_KEY")) is not null)
        {
            _options = new HelpLightningOptions
            {
                ApiKey = apiKey,
                SiteId = SiteId.Parse(site, null),
                PartnerKeyFile = Variable("HL_PARTNER_KEY_FILE"),
                PartnerKeyVariable = Variable("HL_PARTNER_KEY_FILE") is null ? "HL_PARTNER_KEY" : null,
                PartnerKeyPassphrase = Variable("HL_PARTNER_KEY_PASSPHRASE"),
                BaseAddress = Variable("HL_API_URL") is { } url ? new Uri(url) : null,
                DataCenter = Variable("HL_DATA_CENTER")?.ToUpperInvariant() == "EU" ? DataCenter.EU : DataCenter.US,
            };
            return;
        }

        _sandbox = await HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions { PartnerPublicKeys = [_sandboxKey.PublicKey], ReportTime = TimeSpan.FromMilliseconds(1) });
        _options = new HelpLightningOptions
        {
            ApiKey = _sandbox.ApiKey,
            SiteId = _sandbox.SiteId,
            PartnerKey = _sandboxKey,
            BaseAddress = _sandbox.BaseAddress,
            RetryDelay = TimeSpan.FromMilliseconds(1),
        };
    }

    public SiteSession Open() => new(this, _options);

    /// <summary>Skips the test where it would change a real site that nobody allowed to change.</summary>
    public void RequireWrites() => Assert.SkipWhen(IsReal && Variable("HL_CONTRACT_WRITES") != "1", "It changes data of the site: set HL_CONTRACT_WRITES=1 to allow it.");

    /// <summary>Skips the test on a real site: it needs people and passwords that only the sandbox has.</summary>
    public HelpLightningSandbox RequireSandbox()
    {
        Assert.SkipWhen(IsReal, "It needs the sandbox's made-up people.");
        return _sandbox!;
    }

    /// <summary>The e-mail address of the person to act for; null when nobody may be.</summary>
    public string? User => IsReal ? Variable("HL_CONTRACT_USER") : "ann@example.com";

    public string RequireUser()
    {
        Assert.SkipWhen(User is null, NeedsUser);
        return User!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }

        _sandboxKey.Dispose();
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}

using HelpLightning.Client;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox;

namespace HelpLightning.Cli.Tests.KeyRotation;

/// <summary>A sandbox with a key whose file can be rotated, in a folder of its own.</summary>
internal sealed class RotatingSite : IAsyncDisposable
{
    private const string ApiKey = "rotating-api-key-7";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hl-rotation-");

    private RotatingSite(HelpLightningSandbox sandbox) => Sandbox = sandbox;

    public HelpLightningSandbox Sandbox { get; }

    public string Folder => _folder.FullName;

    public string KeyFile => Path.Combine(Folder, "k.pem");

    public string Next => KeyFile + ".next";

    public Dictionary<string, string> Environment => new()
    {
        ["HL_API_URL"] = Sandbox.BaseAddress.ToString(),
        ["HL_API_KEY"] = ApiKey,
        ["HL_SITE_ID"] = "54344",
        ["HL_PARTNER_KEY_FILE"] = KeyFile,
    };

    public string[] FileNames => [.. Directory.EnumerateFiles(Folder).Select(static file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    public static async Task<RotatingSite> StartAsync(string passphrase = "")
    {
        using PartnerKey key = TestKey.Read();
        RotatingSite site = new(await HelpLightningSandbox.StartAsync(new HelpLightningSandboxOptions
        {
            PartnerPublicKeys = [key.PublicKey],
            ApiKey = ApiKey,
            SeedUsers = 40,
        }));
        key.WritePemFile(site.KeyFile, passphrase: passphrase);
        return site;
    }

    public Task<HlResult> RotateAsync(params string[] arguments) => Hl.RunAsync(Environment, "", ["key", "rotate", .. arguments]);

    /// <summary>What an administrator does in the Developer tab.</summary>
    public void Upload() => Sandbox.RegisterPartnerKey(PartnerPublicKey.FromFile(Next + ".pub.pem"));

    /// <summary>Calls as a program does that knows the key file and nothing else.</summary>
    public async Task RequireAWorkingKeyAsync(CancellationToken cancellationToken)
    {
        using HelpLightningClient client = HelpLightningClient.Create(new HelpLightningOptions
        {
            SiteId = Sandbox.SiteId,
            ApiKey = ApiKey,
            PartnerKeyFile = KeyFile,
            BaseAddress = Sandbox.BaseAddress,
        });
        await client.Users.GetAsync(1, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Sandbox.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

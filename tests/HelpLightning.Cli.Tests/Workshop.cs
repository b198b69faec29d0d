using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox;

namespace HelpLightning.Cli.Tests;

/// <summary>A folder with a key pair, and a sandbox that knows it.</summary>
public sealed class Workshop : IAsyncLifetime
{
    public const string ApiKey = "workshop-api-key-42";

    /// <summary>So that what is printed has the same dates on every day.</summary>
    public static readonly DateTimeOffset SeedDate = new(2026, 5, 5, 0, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hl-cli-");

    public PartnerKey Key { get; } = TestKey.Read();

    public HelpLightningSandbox Sandbox { get; private set; } = null!;

    public string KeyFile => PathTo("k.pem");

    public string PublicFile => PathTo("pub.pem");

    public string Address => Sandbox.BaseAddress.ToString().TrimEnd('/');

    public Dictionary<string, string> Environment => new()
    {
        ["HL_API_URL"] = Address,
        ["HL_API_KEY"] = ApiKey,
        ["HL_SITE_ID"] = "54344",
        ["HL_PARTNER_KEY_FILE"] = KeyFile,
    };

    public async ValueTask InitializeAsync()
    {
        Key.WritePemFile(KeyFile);
        await File.WriteAllTextAsync(PublicFile, Key.PublicKey.ToPem());
        Sandbox = await HelpLightningSandbox.StartAsync(new HelpLightningSandboxOptions { PartnerPublicKeys = [Key.PublicKey], ApiKey = ApiKey, SeedDate = SeedDate });
    }

    public async ValueTask DisposeAsync()
    {
        await Sandbox.DisposeAsync();
        Key.Dispose();
        _folder.Delete(recursive: true);
    }

    public string PathTo(string name) => Path.Combine(_folder.FullName, name);
}

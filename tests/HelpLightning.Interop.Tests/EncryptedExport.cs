using HelpLightning.Client;
using HelpLightning.Export;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox;

namespace HelpLightning.Interop.Tests;

/// <summary>The same export twice, encrypted and not, and the passphrase in a file.</summary>
public sealed class EncryptedExport : IAsyncLifetime
{
    public const string Passphrase = "correct horse Zoë battery";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hl-gpg-");

    public string Folder => _folder.FullName;

    public string Archive { get; private set; } = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await Peer.RequireAsync("gpg", "--version");
        using PartnerKey key = PartnerKey.Create();
        await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions { PartnerPublicKeys = [key.PublicKey], ListenEndPoint = null, SeedCalls = 3_000 }, Cancellation);
        using HelpLightningClient client = HelpLightningClient.Create(
            new HelpLightningOptions { ApiKey = sandbox.ApiKey, SiteId = sandbox.SiteId, PartnerKey = key, BaseAddress = sandbox.BaseAddress },
            primaryHandler: sandbox.CreateHandler());
        SiteExportOptions plain = new() { SiteId = sandbox.SiteId };
        SiteExport encrypted = new(client, PathTo("encrypted"), plain with { Passphrase = Passphrase });
        Archive = (await encrypted.RunAsync(cancellationToken: Cancellation)).Path;
        await new SiteExport(client, PathTo("plain"), plain).RunAsync(cancellationToken: Cancellation);
        await File.WriteAllTextAsync(PathTo("passphrase"), Passphrase + "\n", Cancellation);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    public string PathTo(string name) => Path.Combine(_folder.FullName, name);
}

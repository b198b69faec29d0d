using System.Text.Json;
using HelpLightning.Client;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox;

namespace HelpLightning.Export.Tests;

/// <summary>A sandbox, a client of it that does not wait long, and an empty folder.</summary>
public sealed class DownloadSite : IAsyncLifetime
{
    private static readonly PartnerKey Key = PartnerKey.Create();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hl-export-");

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>How long a report takes, by the sandbox's clock.</summary>
    public TimeSpan ReportTime { get; init; }

    public HelpLightningSandbox Sandbox { get; private set; } = null!;

    public HelpLightningClient Client { get; private set; } = null!;

    public string Folder => _folder.FullName;

    public string PathTo(string name) => Path.Combine(Folder, name);

    public async ValueTask InitializeAsync()
    {
        Sandbox = await HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions { PartnerPublicKeys = [Key.PublicKey], ReportTime = ReportTime }, Cancellation);
        Client = ClientOf(Sandbox.SiteId.Value);
    }

    public HelpLightningClient ClientOf(long site, HttpMessageHandler? network = null) => HelpLightningClient.Create(
        new HelpLightningOptions
        {
            ApiKey = Sandbox.ApiKey,
            SiteId = new(site),
            PartnerKey = Key,
            BaseAddress = Sandbox.BaseAddress,
            RetryDelay = TimeSpan.FromMilliseconds(1),

            // Tests move the sandbox's clock by hours.
            MaxClockCorrection = TimeSpan.FromHours(24),
        },
        primaryHandler: network);

    /// <summary>A finished call with files of these names and sizes.</summary>
    public Task AddCallAsync(string callId, params (string Name, int Size)[] files) => Sandbox.LoadScenarioAsync(
        $$"""
        {"calls": [{"dialer": 1, "receiver": 2, "started_at": "2026-02-28T10:00:00Z", "duration": "5m", "call_id": {{JsonSerializer.Serialize(callId)}},
          "files": [{{string.Join(',', files.Select(f => $$"""{"name": {{JsonSerializer.Serialize(f.Name)}}, "size": {{f.Size}}}"""))}}]}]}
        """,
        Cancellation);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Sandbox.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

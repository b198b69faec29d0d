using HelpLightning.PartnerKeys;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HelpLightning.Client.Tests;

/// <summary>A client in a container whose configuration can be changed and reloaded, with a key file of its own.</summary>
internal sealed class ReloadingClient : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hl-reload-").FullName;
    private readonly IConfigurationRoot _configuration;
    private readonly ServiceProvider _provider;

    public ReloadingClient(string address, TimeProvider? clock = null, params (string Name, string Value)[] settings)
    {
        string file = WriteKey("first.pem", TestClient.Key);
        _configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["HelpLightning:ApiKey"] = TestClient.ApiKey,
            ["HelpLightning:SiteId"] = "54344",
            ["HelpLightning:PartnerKeyFile"] = file,
            ["HelpLightning:BaseAddress"] = address,
            ["HelpLightning:RetryDelay"] = "00:00:00.001",
            ["HelpLightning:Timeout"] = "00:05:00",
            ["HelpLightning:AttemptTimeout"] = "00:02:00",
        }).Build();
        foreach ((string name, string value) in settings)
        {
            _configuration["HelpLightning:" + name] = value;
        }

        ServiceCollection services = new();
        services.AddSingleton<ILoggerFactory>(Log);
        services.AddHelpLightning(_configuration.GetSection("HelpLightning"));
        if (clock is not null)
        {
            services.AddHelpLightning(options => options.TimeProvider = clock);
        }

        _provider = services.BuildServiceProvider();
        Client = _provider.GetRequiredService<HelpLightningClient>();
    }

    public static PartnerKey OtherKey { get; } = PartnerKey.Create();

    /// <summary>As patient as <see cref="TestClient.Verifier"/>.</summary>
    public static PartnerTokenVerifier OtherVerifier { get; } =
        new(new SiteId(54344), [OtherKey.PublicKey], new PartnerTokenVerifierOptions { ExpiryTolerance = TimeSpan.FromHours(1) });

    public HelpLightningClient Client { get; }

    public LogRecorder Log { get; } = new();

    public string WriteKey(string name, PartnerKey key)
    {
        string file = Path.Combine(_folder, name);
        key.WritePemFile(file, overwrite: true);
        return file;
    }

    public void Change(params (string Name, string Value)[] settings)
    {
        foreach ((string name, string value) in settings)
        {
            _configuration["HelpLightning:" + name] = value;
        }

        _configuration.Reload();
    }

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

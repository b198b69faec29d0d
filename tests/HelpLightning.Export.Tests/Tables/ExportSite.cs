using HelpLightning.Client;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Export.Tests;

/// <summary>A sandbox with its data in a file that tests can look into, a client, and a folder for exports.</summary>
public sealed class ExportSite : IAsyncDisposable
{
    private static readonly PartnerKey Key = PartnerKey.Create();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hl-export-");

    private ExportSite()
    {
    }

    public HelpLightningSandbox Sandbox { get; private set; } = null!;

    public HelpLightningClient Client { get; private set; } = null!;

    /// <summary>This machine's clock.</summary>
    public EagerClock Clock { get; set; } = new(new DateTimeOffset(2026, 11, 25, 10, 15, 0, TimeSpan.Zero));

    /// <summary>How far the server's clock is ahead of this machine's.</summary>
    public TimeSpan ServerAhead { get; set; }

    /// <summary>The path of each request, in the order of the answers.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Told the path of each request, before its answer is read.</summary>
    public Action<string>? OnRequest { get; set; }

    public static Task<ExportSite> StartAsync(params string[] faults) => StartAsync(strictPaging: false, faults);

    public static async Task<ExportSite> StartAsync(bool strictPaging, params string[] faults)
    {
        ExportSite site = new();
        site.Sandbox = await HelpLightningSandbox.StartAsync(new HelpLightningSandboxOptions
        {
            PartnerPublicKeys = [Key.PublicKey],
            ListenEndPoint = null,
            TimeProvider = new ServerClock(site),
            DataFile = site.PathTo("sandbox.db"),
            ReportTime = TimeSpan.Zero,
            SeedDate = new DateTimeOffset(2026, 5, 5, 0, 0, 0, TimeSpan.Zero),
            StrictPaging = strictPaging,
            Faults = [.. faults.Select(SandboxFault.Parse)],
            RequestLog = entry =>
            {
                lock (site.Requests)
                {
                    site.Requests.Add(entry.Path);
                }

                site.OnRequest?.Invoke(entry.Path);
            },
        });
        site.Client = site.ClientThrough(site.Sandbox.CreateHandler());
        return site;
    }

    /// <summary>What its tokens are dated by is none of the export's business, so it has the server's clock.</summary>
    public HelpLightningClient ClientThrough(HttpMessageHandler network)
    {
        HelpLightningOptions options = new()
        {
            ApiKey = Sandbox.ApiKey,
            SiteId = new(54344),
            PartnerKey = Key,
            BaseAddress = Sandbox.BaseAddress,
            TimeProvider = new ServerClock(this),
        };
        HelpLightningOptions patient = SiteExport.ClientOptionsFrom(options);
        patient.RetryDelay = TimeSpan.FromMilliseconds(1);
        return HelpLightningClient.Create(patient, primaryHandler: network);
    }

    public string PathTo(string name) => Path.Combine(_folder.FullName, name);

    public SiteExportOptions Options(
        ExportFormat format = ExportFormat.Csv, bool full = false, long? group = null, int pageSize = 7, string? passphrase = null,
        bool allowFormulas = false, bool tidy = false, bool forExcel = false) => new()
        {
            SiteId = new(54344),
            Format = format,
            Full = full,
            GroupId = group,
            PageSize = pageSize,
            Passphrase = passphrase,
            AllowFormulas = allowFormulas,
            Tidy = tidy,
            CsvForExcel = forExcel,
            TimeProvider = Clock,
        };

    public Task<SiteExportResult> ExportAsync(
        string folder, SiteExportOptions options, IProgress<SiteExportProgress>? progress = null, CancellationToken? cancellation = null) =>
        new SiteExport(Client, PathTo(folder), options).RunAsync(progress, cancellation ?? TestContext.Current.CancellationToken);

    /// <summary>What the sandbox's own database says: each row as text, cell after cell.</summary>
    public List<string> Query(string sql)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = PathTo("sandbox.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        return connection.Rows(sql);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Sandbox.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private sealed class ServerClock(ExportSite site) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => site.Clock.GetUtcNow() + site.ServerAhead;
    }
}

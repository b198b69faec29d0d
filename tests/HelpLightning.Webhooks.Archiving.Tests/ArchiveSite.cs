using System.Globalization;
using System.Text;
using System.Text.Json;
using HelpLightning.Client;
using HelpLightning.Sandbox;

namespace HelpLightning.Webhooks.Archiving.Tests;

/// <summary>A sandbox whose calls are all long past, clients of it that try once, and events as its webhooks send them.</summary>
public sealed class ArchiveSite : IAsyncLifetime
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("hl-archive-");
    private int _folders;

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Whether the server has no route for one attachment.</summary>
    public bool OmitAttachmentRoute { get; init; }

    public HelpLightningSandbox Sandbox { get; private set; } = null!;

    public HelpLightningClient Client { get; private set; } = null!;

    public string Root => _root.FullName;

    public async ValueTask InitializeAsync()
    {
        Sandbox = await HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions
            {
                SeedCalls = 1,
                SeedDate = TimeProvider.System.GetUtcNow().AddYears(-1),
                OmitAttachmentRoute = OmitAttachmentRoute,
            },
            Cancellation);
        Client = NewClient();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Sandbox.DisposeAsync();
        _root.Delete(recursive: true);
    }

    public HelpLightningClient NewClient(HttpMessageHandler? network = null, string? apiKey = null) => HelpLightningClient.Create(
        new HelpLightningOptions
        {
            ApiKey = apiKey ?? Sandbox.ApiKey,
            SiteId = Sandbox.SiteId,
            PartnerKey = Sandbox.PartnerKey,
            BaseAddress = Sandbox.BaseAddress,
            MaxRetries = 0,
            RetryDelay = TimeSpan.FromMilliseconds(1),
        },
        primaryHandler: network);

    /// <summary>A name that no other test of the site uses; there is nothing yet.</summary>
    public string NewFolder() => Path.Combine(Root, string.Create(CultureInfo.InvariantCulture, $"archive-{Interlocked.Increment(ref _folders)}"));

    /// <summary>A call with files of these names and sizes.</summary>
    public Task<IReadOnlyList<Attachment>> AddCallAsync(string callId, params (string Name, int Size)[] files) =>
        AddCallAsync(callId, TimeSpan.FromHours(1), files);

    /// <summary>A call that began so long ago.</summary>
    public async Task<IReadOnlyList<Attachment>> AddCallAsync(string callId, TimeSpan age, params (string Name, int Size)[] files)
    {
        string began = (Sandbox.Clock.GetUtcNow() - age).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        await Sandbox.LoadScenarioAsync(
            $$"""
            {"calls": [{"dialer": 1, "receiver": 2, "started_at": "{{began}}", "duration": "5m", "call_id": {{JsonSerializer.Serialize(callId)}},
              "files": [{{string.Join(',', files.Select(f => $$"""{"name": {{JsonSerializer.Serialize(f.Name)}}, "size": {{f.Size}}}"""))}}]}]}
            """,
            Cancellation);
        return await Client.Attachments.ListAsync(new CallId(callId), Cancellation);
    }

    public async Task<byte[]> ContentAsync(Attachment attachment)
    {
        using MemoryStream content = new();
        await Client.Attachments.DownloadAsync(attachment, content, null, Cancellation);
        return content.ToArray();
    }

    /// <summary>How often files were asked for since the requests were cleared.</summary>
    public int FileRequests() => Requests("/files/");

    /// <summary>How often the API was asked for attachments.</summary>
    public int AttachmentRequests() => Requests("/api/v1r1/enterprise/calls/");

    /// <summary>Tries an event once, as the worker of an inbox does.</summary>
    public static async Task<Settlement> HandleAsync(AttachmentArchiver archiver, InboxEvent claimed, TimeProvider? clock = null) =>
        await new WebhookDispatcher(
            [WebhookHandlerEntry.For<AttachmentCreated>("archive", archiver.HandleAsync)], new InboxWorkerOptions { TimeProvider = clock ?? TimeProvider.System })
            .HandleAsync(claimed, Cancellation);

    /// <summary>The event that the vendor sends of an attachment, with a number or without, or with the number as text.</summary>
    public static InboxEvent EventOf(Attachment attachment, string form = "number", int attempts = 0, string? signedBy = null) => Event(
        attachment.CallId!.Value.Value,
        form switch
        {
            "number" => string.Create(CultureInfo.InvariantCulture, $$"""{"id":{{attachment.Id}},"uuid":"{{attachment.Uuid}}"}"""),
            "number as text" => string.Create(CultureInfo.InvariantCulture, $$"""{"id":"{{attachment.Id}}","uuid":"{{attachment.Uuid}}"}"""),
            "number only" => string.Create(CultureInfo.InvariantCulture, $$"""{"id":{{attachment.Id}}}"""),
            _ => $$"""{"uuid":"{{attachment.Uuid}}"}""",
        },
        attempts, signedBy);

    public static InboxEvent Event(string callId, string attachment, int attempts = 0, string? signedBy = null) => new()
    {
        Id = 1,
        Attempts = attempts,
        SignedBy = signedBy,
        Body = Encoding.UTF8.GetBytes(
            $$$"""{"type":"call","category":"attachment_created","data":{"call_id":{{{JsonSerializer.Serialize(callId)}}},"attachment":{{{attachment}}} }}"""),
    };

    private int Requests(string path) => Sandbox.Requests.List().Count(r => r.Path.StartsWith(path, StringComparison.Ordinal));
}

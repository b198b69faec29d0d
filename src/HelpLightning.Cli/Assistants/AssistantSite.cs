using HelpLightning.Cli.Assistants.Tools;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Hosting;
using HelpLightning.Client;
using HelpLightning.Sandbox;

namespace HelpLightning.Cli.Assistants;

/// <summary>The site that a server is for, and the time there.</summary>
internal sealed class AssistantSite : IAsyncDisposable
{
    /// <summary>Clocks of machines that were put to sleep jump.</summary>
    private static readonly TimeSpan ClockLife = TimeSpan.FromMinutes(10);

    private readonly Host _host;
    private readonly Lazy<Task<OpenAssistantSite>> _open;
    private readonly List<Func<ValueTask>> _closing;
    private ClockReading? _clock;

    private AssistantSite(Host host, Func<Task<OpenAssistantSite>> open, List<Func<ValueTask>> closing)
    {
        _host = host;
        _open = new Lazy<Task<OpenAssistantSite>>(open);
        _closing = closing;
    }

    public static AssistantSite Of(Host host, OpenSite site, bool isWorkspace)
    {
        List<Func<ValueTask>> closing = [];
        closing.Add(() =>
        {
            site.Dispose();
            return ValueTask.CompletedTask;
        });
        return new AssistantSite(
            host, () => Task.FromResult(new OpenAssistantSite(site.Client, site.Number, isWorkspace ? "workspace" : "site")), closing);
    }

    /// <summary>A sandbox that lives in this process only: no port, no file, and a key that is nowhere else.</summary>
    public static AssistantSite OfSandbox(Host host)
    {
        List<Func<ValueTask>> closing = [];
        return new AssistantSite(host, () => Task.Run(() => StartAsync(host, closing)), closing);
    }

    /// <summary>Opens it in good time. Not before: what a sandbox costs is not to be paid before the first answer.</summary>
    public void Begin() => _ = _open.Value;

    public Task<OpenAssistantSite> OpenAsync(CancellationToken cancellation) => _open.Value.WaitAsync(cancellation);

    /// <summary>The server's time: calls of the last hour are not to depend on how this machine's clock is set.</summary>
    public async Task<DateTimeOffset> NowAsync(CancellationToken cancellation)
    {
        DateTimeOffset here = _host.Clock.GetUtcNow();
        ClockReading? clock = _clock;
        if (clock is null || (here - clock.At).Duration() > ClockLife)
        {
            EnterpriseClient client = (await OpenAsync(cancellation)).Client;
            DateTimeOffset there = await client.GetServerTimeAsync(cancellation) ?? here;
            here = _host.Clock.GetUtcNow();
            _clock = clock = new ClockReading(here, there - here);
        }

        return here + clock.Offset;
    }

    public async ValueTask DisposeAsync()
    {
        if (_open.IsValueCreated)
        {
            // One that could not be opened is a matter of whoever called a tool, who was told.
            await _open.Value.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        foreach (Func<ValueTask> close in _closing)
        {
            await close();
        }
    }

    private static async Task<OpenAssistantSite> StartAsync(Host host, List<Func<ValueTask>> closing)
    {
        HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(new HelpLightningSandboxOptions { ListenEndPoint = null });
        closing.Add(sandbox.DisposeAsync);
        HelpLightningClient client = HelpLightningClient.Create(
            new HelpLightningOptions
            {
                ApiKey = sandbox.ApiKey,
                SiteId = sandbox.SiteId,
                PartnerKey = sandbox.PartnerKey,
                BaseAddress = sandbox.BaseAddress,
                TimeProvider = host.Clock,
            },
            primaryHandler: sandbox.CreateHandler());
        closing.Insert(0, () =>
        {
            client.Dispose();
            return ValueTask.CompletedTask;
        });
        return new OpenAssistantSite(client, sandbox.SiteId.Value, "sandbox");
    }

    /// <summary>A class, so that calls beside one another see a whole one.</summary>
    private sealed record ClockReading(DateTimeOffset At, TimeSpan Offset);
}

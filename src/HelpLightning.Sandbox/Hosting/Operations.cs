using HelpLightning.Sandbox.Control;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Events;
using HelpLightning.Sandbox.Faults;
using HelpLightning.Sandbox.RequestLog;
using HelpLightning.Sandbox.Scenarios;
using HelpLightning.Sandbox.Time;
using HelpLightning.Sandbox.Webhooks;

namespace HelpLightning.Sandbox.Hosting;

/// <summary>What a sandbox has that Help Lightning has not: a clock to move, faults, a request log, scenarios; and its webhooks.</summary>
internal sealed class Operations : IAsyncDisposable
{
    private readonly SandboxDatabase _database;
    private readonly HelpLightningSandboxOptions _options;
    private readonly SemaphoreSlim _rebuilding = new(1);
    private SandboxCore _core = null!;

    public Operations(HelpLightningSandboxOptions options, SandboxClock clock, SandboxDatabase database)
    {
        _options = options;
        _database = database;
        Clock = clock;
        Faults = new FaultPlan(options.Faults, options.SeedNumber);
        FaultMiddleware = new FaultMiddleware(Faults, clock);
        Webhooks = new WebhookStore(database);
        Deliveries = new DeliveryStore(database, options.WebhookDeliveriesKept);
        Dispatcher = new WebhookDispatcher(Webhooks, Deliveries, new WebhookSender(clock, options.WebhookTimeout), clock, options.WebhookRetryDelays);
        Outbox = new WebhookOutbox(Dispatcher, options);
    }

    public SandboxClock Clock { get; }

    public FaultPlan Faults { get; }

    public FaultMiddleware FaultMiddleware { get; }

    public RequestRing Requests { get; } = new(RequestRing.DefaultCapacity);

    public WebhookStore Webhooks { get; }

    public DeliveryStore Deliveries { get; }

    public WebhookDispatcher Dispatcher { get; }

    public WebhookOutbox Outbox { get; }

    public CallControl Calls { get; private set; } = null!;

    /// <summary>The core is made with the outbox, so it comes second.</summary>
    public void Attach(SandboxCore core)
    {
        _core = core;
        Calls = new CallControl(core);
    }

    /// <exception cref="ArgumentException">A webhook of the options is of a site that does not exist.</exception>
    public void Start()
    {
        try
        {
            _database.Write(db => AddInitialWebhooks(db, _ => true));
        }
        catch (FormatException e)
        {
            throw new ArgumentException(e.Message, e);
        }

        Dispatcher.Start();
    }

    /// <summary>An event that somebody made up.</summary>
    /// <exception cref="FormatException">The category or the data is wrong.</exception>
    public void Publish(SandboxEventType type, string category, string data)
    {
        SandboxEvent happened = new(type, category, _options.SiteId.Value, Clock.GetUtcNow(), EventData.Compact(category, data));
        _database.Write(db => Outbox.Publish(db, happened));
    }

    /// <summary>Back to the seed.</summary>
    public Task ResetAsync(CancellationToken cancellationToken) => RebuildAsync(_options.Seed, () => { }, _ => { }, cancellationToken);

    /// <exception cref="SandboxException">The scenario is wrong; the message names the place.</exception>
    public Task LoadScenarioAsync(string json, CancellationToken cancellationToken) => LoadAsync(ScenarioReader.Read(json), cancellationToken);

    public async Task LoadAsync(Scenario scenario, CancellationToken cancellationToken)
    {
        void Load(Db db) => new ScenarioLoader(db, _options.SiteId.Value, _core.Calls, Clock).Load(scenario);

        if (scenario.Seed is { } seed)
        {
            await RebuildAsync(seed, () => SetClock(scenario), Load, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            SandboxClock.Snapshot clock = Clock.Save();
            try
            {
                _database.Write(db =>
                {
                    SetClock(scenario);
                    Load(db);
                });
                Dispatcher.Start();
            }
            catch
            {
                Clock.Restore(clock);
                throw;
            }
        }

        foreach (SandboxFault fault in scenario.Faults)
        {
            Faults.Add(fault);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Dispatcher.DisposeAsync().ConfigureAwait(false);
        _rebuilding.Dispose();
    }

    private async Task RebuildAsync(SandboxSeed seed, Action setClock, Action<Db> load, CancellationToken cancellationToken)
    {
        await _rebuilding.WaitAsync(cancellationToken).ConfigureAwait(false);
        SandboxClock.Snapshot clock = Clock.Save();
        try
        {
            // A delivery under way must not be written down under the number of a new one.
            await Dispatcher.PauseAsync().ConfigureAwait(false);
            Clock.Reset();
            setClock();
            _database.Write(db =>
            {
                DatabaseReset.Run(db, _options.From(seed));
                AddInitialWebhooks(db, webhook => WebhookStore.HasSite(db, webhook));
                load(db);
            });
            Dispatcher.Forget();
            Faults.Reset();
            Requests.Clear();
        }
        catch
        {
            Clock.Restore(clock);
            throw;
        }
        finally
        {
            Dispatcher.Start();
            _rebuilding.Release();
        }
    }

    private void SetClock(Scenario scenario)
    {
        try
        {
            if (scenario.Frozen)
            {
                Clock.Freeze(scenario.Now);
            }
            else if (scenario.Now is { } now)
            {
                Clock.Freeze(now);
                Clock.Unfreeze();
            }
        }
        catch (ArgumentOutOfRangeException)
        {
            throw SandboxException.BadParameter("'clock.now' is more than a hundred years away from this machine's clock.");
        }
    }

    /// <summary>After a reset to nobody there may be no workspace any more that one of them was for.</summary>
    private void AddInitialWebhooks(Db db, Func<SandboxWebhook, bool> isWanted)
    {
        foreach (SandboxWebhook webhook in _options.Webhooks.Where(isWanted))
        {
            WebhookStore.Add(db, webhook);
        }
    }
}

using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Events;
using HelpLightning.Sandbox.Faults;
using HelpLightning.Sandbox.RequestLog;
using HelpLightning.Sandbox.Time;
using HelpLightning.Sandbox.Webhooks;

namespace HelpLightning.Sandbox.Hosting;

/// <summary>What a sandbox has that Help Lightning has not: a clock to move, faults, a request log; and its webhooks.</summary>
internal sealed class Operations : IAsyncDisposable
{
    private readonly long _siteId;

    public Operations(HelpLightningSandboxOptions options, SandboxClock clock, SandboxDatabase database)
    {
        _siteId = options.SiteId.Value;
        Clock = clock;
        Faults = new FaultPlan(options.Faults, options.SeedNumber);
        FaultMiddleware = new FaultMiddleware(Faults, clock);
        Webhooks = new WebhookStore(database);
        Deliveries = new DeliveryStore(database);
        Dispatcher = new WebhookDispatcher(Webhooks, Deliveries, new WebhookSender(clock, options.WebhookTimeout), clock, options.WebhookRetryDelays);
        InitialWebhooks = options.Webhooks;
    }

    public SandboxClock Clock { get; }

    public FaultPlan Faults { get; }

    public FaultMiddleware FaultMiddleware { get; }

    public RequestRing Requests { get; } = new(RequestRing.DefaultCapacity);

    public WebhookStore Webhooks { get; }

    public DeliveryStore Deliveries { get; }

    public WebhookDispatcher Dispatcher { get; }

    /// <summary>Those that the sandbox was started with.</summary>
    public IReadOnlyList<SandboxWebhook> InitialWebhooks { get; }

    public void Start()
    {
        foreach (SandboxWebhook webhook in InitialWebhooks)
        {
            Webhooks.Add(webhook);
        }

        Dispatcher.Start();
    }

    /// <summary>An event that somebody made up.</summary>
    /// <exception cref="FormatException">The category or the data is wrong.</exception>
    public void Publish(SandboxEventType type, string category, string data) => Dispatcher.Publish(new SandboxEvent(
        type == SandboxEventType.Call ? "call" : "session", category, _siteId, Clock.GetUtcNow(), EventData.Compact(category, data)));

    public ValueTask DisposeAsync() => Dispatcher.DisposeAsync();
}

using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Calls;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Faults;
using HelpLightning.Sandbox.Reports;
using HelpLightning.Sandbox.RequestLog;
using HelpLightning.Sandbox.Scenarios;
using HelpLightning.Sandbox.SignIn;
using HelpLightning.Sandbox.Webhooks;

namespace HelpLightning.Sandbox.Composition;

/// <summary>The parts of a sandbox, one of each: here alone it is decided which part gets which. No room takes this object.</summary>
internal sealed class SandboxParts : IAsyncDisposable
{
    public SandboxParts(HelpLightningSandboxOptions options, SandboxDatabase database, SandboxClock clock)
    {
        Options = options;
        Database = database;
        Clock = clock;
        Webhooks = new WebhookStore(database);
        Deliveries = new DeliveryStore(database, options.WebhookDeliveriesKept);
        Dispatcher = new WebhookDispatcher(
            Webhooks, Deliveries, new WebhookSender(clock, options.WebhookTimeout), clock, options.WebhookRetryDelays);
        Outbox = new WebhookOutbox(Dispatcher, options.SiteId, options.SiteWebhooksHearWorkspaces);
        Events = new MadeUpEvents(database, Outbox, options.SiteId, clock);
        Faults = new FaultPlan(options.Faults, options.SeedNumber, ReportEndpoints.IsBeginning);
        ApiKeys = new ApiKeyStore(database, clock);
        PartnerKeys = new PartnerKeyStore(database, options.SiteId, clock);
        OwnPartnerKey = new OwnPartnerKey(PartnerKeys, options.SiteId);
        Tokens = new TokenIssuer(database.TokenSecret, options, clock);
        PersonalTokens = new PersonalTokens(database, clock);
        SignedAddresses = new SignedAddresses(database.TokenSecret, options.FileAddressLife, clock);
        Gate = new Gate(database, ApiKeys, PartnerKeys, Tokens, options, clock);
        Calls = new CallLife(Outbox, clock);
        CallControl = new CallControl(database, Calls, options.SiteId, clock);
        Reports = new ReportJobs(database, options.ReportTime, clock);
        State = new StateLoader(options, database, clock, Faults, Requests, Dispatcher, Calls);
    }

    public HelpLightningSandboxOptions Options { get; }

    public SandboxDatabase Database { get; }

    /// <summary>The sandbox's time: tokens are issued and judged by it, and everything that is dated.</summary>
    public SandboxClock Clock { get; }

    public WebhookStore Webhooks { get; }

    public DeliveryStore Deliveries { get; }

    public WebhookDispatcher Dispatcher { get; }

    public WebhookOutbox Outbox { get; }

    public MadeUpEvents Events { get; }

    public FaultPlan Faults { get; }

    public RequestRing Requests { get; } = new(RequestRing.DefaultCapacity);

    public ApiKeyStore ApiKeys { get; }

    public PartnerKeyStore PartnerKeys { get; }

    public OwnPartnerKey OwnPartnerKey { get; }

    public TokenIssuer Tokens { get; }

    public PersonalTokens PersonalTokens { get; }

    public SignedAddresses SignedAddresses { get; }

    public Gate Gate { get; }

    public CallLife Calls { get; }

    public CallControl CallControl { get; }

    public ReportJobs Reports { get; }

    public StateLoader State { get; }

    public async ValueTask DisposeAsync()
    {
        await Dispatcher.DisposeAsync().ConfigureAwait(false);
        State.Dispose();
        OwnPartnerKey.Dispose();
    }
}

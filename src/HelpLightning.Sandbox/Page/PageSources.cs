using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Calls;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Faults;
using HelpLightning.Sandbox.RequestLog;
using HelpLightning.Sandbox.Routing;
using HelpLightning.Sandbox.Scenarios;
using HelpLightning.Sandbox.Webhooks;

namespace HelpLightning.Sandbox.Page;

/// <summary>What the page shows and changes. It is handed on in pieces: each part of the page gets what it shows.</summary>
internal sealed record PageSources
{
    public required PageGuard Guard { get; init; }

    public required SiteId Site { get; init; }

    public required IReadOnlyList<ApiRoute> Routes { get; init; }

    public required SandboxDatabase Database { get; init; }

    public required SandboxClock Clock { get; init; }

    public required ApiKeyStore ApiKeys { get; init; }

    public required PartnerKeyStore PartnerKeys { get; init; }

    public required FaultPlan Faults { get; init; }

    public required RequestRing Requests { get; init; }

    public required WebhookStore Webhooks { get; init; }

    public required DeliveryStore Deliveries { get; init; }

    public required WebhookDispatcher Dispatcher { get; init; }

    public required CallControl Calls { get; init; }

    public required StateLoader State { get; init; }
}

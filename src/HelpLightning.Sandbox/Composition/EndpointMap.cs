using HelpLightning.Sandbox.Control;
using HelpLightning.Sandbox.Files;
using HelpLightning.Sandbox.OpenApi;
using HelpLightning.Sandbox.Page;
using HelpLightning.Sandbox.Page.Meet;
using HelpLightning.Sandbox.Routing;
using HelpLightning.Sandbox.SignIn;
using Microsoft.AspNetCore.Routing;

namespace HelpLightning.Sandbox.Composition;

/// <summary>Everything that the sandbox answers: the API behind its gate, and beside it what Help Lightning has not.</summary>
internal static class EndpointMap
{
    public static void Add(IEndpointRouteBuilder builder, SandboxParts parts, IReadOnlyList<ApiRoute> routes)
    {
        HelpLightningSandboxOptions options = parts.Options;
        new ResourceMap(routes, parts.Gate, parts.Database, options.Strict).Map(builder);
        AddControl(new ControlMap(builder), parts);
        new FileEndpoints(parts.Database, parts.SignedAddresses, parts.Reports).Map(builder);
        new BrowserSignIn(parts.Database, parts.Tokens).Map(builder);
        AddPage(builder, parts, routes);
        new OpenApiEndpoint(routes, options.ExpiredTokenAnswer).Map(builder);
    }

    private static void AddControl(ControlMap map, SandboxParts parts)
    {
        new StateEndpoints(parts.Options.SiteId, parts.State, parts.Clock).Map(map);
        new KeyEndpoints(parts.PartnerKeys, parts.Options.SiteId).Map(map);
        new ClockEndpoints(parts.Clock).Map(map);
        new FaultEndpoints(parts.Faults).Map(map);
        new WebhookEndpoints(parts.Webhooks, parts.Deliveries, parts.Dispatcher, parts.Events).Map(map);
        new CallControlEndpoints(parts.Database, parts.CallControl).Map(map);
        new RequestEndpoints(parts.Requests).Map(map);
    }

    private static void AddPage(IEndpointRouteBuilder builder, SandboxParts parts, IReadOnlyList<ApiRoute> routes)
    {
        PageGuard guard = new();
        new PageEndpoints(new PageSources
        {
            Guard = guard,
            Site = parts.Options.SiteId,
            Routes = routes,
            Database = parts.Database,
            Clock = parts.Clock,
            ApiKeys = parts.ApiKeys,
            PartnerKeys = parts.PartnerKeys,
            Faults = parts.Faults,
            Requests = parts.Requests,
            Webhooks = parts.Webhooks,
            Deliveries = parts.Deliveries,
            Dispatcher = parts.Dispatcher,
            Calls = parts.CallControl,
            State = parts.State,
        }).Map(builder);
        new MeetEndpoints(new Meetings(parts.Database, parts.Calls, parts.Clock), guard).Map(builder);
    }
}

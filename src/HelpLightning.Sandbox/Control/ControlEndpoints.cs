using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Hosting;
using HelpLightning.Sandbox.Scenarios;
using Microsoft.AspNetCore.Http;

namespace HelpLightning.Sandbox.Control;

/// <summary><c>/_sandbox/...</c>: what Help Lightning has not. See docs/sandbox.md.</summary>
internal sealed class ControlEndpoints(SandboxCore core, Operations operations)
{
    public void Map(ControlMap map)
    {
        map.Get("/health", (_, answer) =>
        {
            answer.WriteString("status"u8, "ok"u8);
            answer.WriteNumber("site_id"u8, core.Options.SiteId.Value);
            answer.WriteString("now"u8, operations.Clock.GetUtcNow());
        });
        map.Post("/reset", async (context, body, answer) =>
        {
            body.RequireNoOthers();
            await operations.ResetAsync(context.RequestAborted).ConfigureAwait(false);
            answer.WriteBoolean("reset"u8, true);
        });
        map.Post("/scenario", async (context, body, answer) =>
        {
            await operations.LoadAsync(ScenarioReader.Read(body), context.RequestAborted).ConfigureAwait(false);
            answer.WriteBoolean("loaded"u8, true);
        });
        new ClockEndpoints(operations.Clock).Map(map);
        new FaultEndpoints(operations.Faults).Map(map);
        new WebhookEndpoints(operations).Map(map);
        new CallControlEndpoints(core, operations.Calls).Map(map);
        new RequestEndpoints(operations.Requests).Map(map);
    }

    public static SandboxException Unknown(HttpContext context, string what) =>
        new(404, VendorCode.InvalidMethodParameter, $"There is no {what} {ControlMap.Id(context)}.");
}

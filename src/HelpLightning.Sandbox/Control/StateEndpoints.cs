using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox.Scenarios;

namespace HelpLightning.Sandbox.Control;

/// <summary><c>/_sandbox/health</c>, <c>/_sandbox/reset</c> and <c>/_sandbox/scenario</c>.</summary>
internal sealed class StateEndpoints(SiteId site, StateLoader state, TimeProvider clock)
{
    public void Map(ControlMap map)
    {
        map.Get("/health", (_, answer) =>
        {
            answer.WriteString("status"u8, "ok"u8);
            answer.WriteNumber("site_id"u8, site.Value);
            answer.WriteString("now"u8, clock.GetUtcNow());
        });
        map.Post("/reset", async (context, body, answer) =>
        {
            body.RequireNoOthers();
            await state.ResetAsync(context.RequestAborted).ConfigureAwait(false);
            answer.WriteBoolean("reset"u8, true);
        });
        map.Post("/scenario", async (context, body, answer) =>
        {
            await state.LoadAsync(ScenarioReader.Read(body), context.RequestAborted).ConfigureAwait(false);
            answer.WriteBoolean("loaded"u8, true);
        });
    }
}

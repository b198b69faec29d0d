using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Events;

namespace HelpLightning.Sandbox.Webhooks;

/// <summary>Events that somebody makes up, of the sandbox's site.</summary>
internal sealed class MadeUpEvents(SandboxDatabase database, ISandboxEvents events, SiteId site, TimeProvider clock)
{
    /// <exception cref="FormatException">The category or the data is wrong.</exception>
    public void Publish(SandboxEventType type, string category, string data)
    {
        SandboxEvent happened = new(type, category, site.Value, clock.GetUtcNow(), EventData.Compact(category, data));
        database.Write(db => events.Publish(db, happened));
    }
}

using HelpLightning.Sandbox.Data;

namespace HelpLightning.Sandbox.Events;

/// <summary>Where the sandbox tells what has happened, for webhooks to be sent.</summary>
internal interface ISandboxEvents
{
    /// <summary>Called inside the transaction of the change: what follows from it is kept with it, or not at all.</summary>
    void Publish(Db db, SandboxEvent happened);
}

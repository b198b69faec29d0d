namespace HelpLightning.Sandbox.Events;

/// <summary>Where the sandbox tells what has happened, for webhooks to be sent.</summary>
internal interface ISandboxEvents
{
    /// <summary>
    /// Called once the change is committed, in the order of the commits. The caller still holds the right to write: an
    /// implementation puts the event aside and returns; it neither waits nor uses the database.
    /// </summary>
    void Publish(SandboxEvent happened);
}

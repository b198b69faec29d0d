namespace HelpLightning.Sandbox.Events;

/// <summary>Nobody listens.</summary>
internal sealed class NoEvents : ISandboxEvents
{
    public void Publish(SandboxEvent happened)
    {
    }
}

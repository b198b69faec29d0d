namespace HelpLightning.Sandbox;

/// <summary>What a webhook is for: Help Lightning's two event types.</summary>
public enum SandboxEventType
{
    /// <summary>Calls: started, ended, participants, attachments.</summary>
    Call,

    /// <summary>The signalling of sessions.</summary>
    Session,
}

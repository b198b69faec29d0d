namespace HelpLightning.Sandbox;

/// <summary>What can be added to a call.</summary>
public enum SandboxAttachmentKind
{
    /// <summary>A picture that was taken in the call.</summary>
    ScreenCapture,

    /// <summary>A recording of the call.</summary>
    Recording,

    /// <summary>A file that somebody shared.</summary>
    Document,
}

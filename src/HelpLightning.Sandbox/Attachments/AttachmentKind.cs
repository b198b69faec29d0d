namespace HelpLightning.Sandbox.Attachments;

/// <summary>What a call can leave behind.</summary>
internal enum AttachmentKind
{
    ScreenCapture,
    Recording,
    Document,
}

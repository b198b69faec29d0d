using HelpLightning.Client;

namespace HelpLightning.Export;

/// <summary>What tells an attachment from every other one.</summary>
/// <param name="CallId">The call.</param>
/// <param name="AttachmentId">The attachment; unique within its call at least.</param>
public readonly record struct AttachmentKey(CallId CallId, long AttachmentId)
{
    /// <summary>
    /// <c>CALL/ATTACHMENT</c>, which is harmless in a file system and in a store of objects, whatever the call is called: the name of the
    /// file goes below it.
    /// </summary>
    public string Path => AttachmentPlace.Below(CallId.Value, AttachmentId);
}

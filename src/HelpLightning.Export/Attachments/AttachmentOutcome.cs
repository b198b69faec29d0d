using HelpLightning.Client;

namespace HelpLightning.Export;

/// <summary>How it went with one attachment.</summary>
internal readonly record struct AttachmentOutcome(AttachmentState State, bool IsNew, long Bytes, HelpLightningException? Error);

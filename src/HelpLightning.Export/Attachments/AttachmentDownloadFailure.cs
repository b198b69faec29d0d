using HelpLightning.Client;

namespace HelpLightning.Export;

/// <summary>An attachment, or the list of a call's attachments, that could not be fetched.</summary>
/// <param name="CallId">The call.</param>
/// <param name="AttachmentId">The attachment; null when the list of them failed.</param>
/// <param name="Error">Why: a <see cref="HelpLightningException"/>, or an <see cref="ExportException"/> of an archive of your own.</param>
public sealed record AttachmentDownloadFailure(CallId CallId, long? AttachmentId, Exception Error);

namespace HelpLightning.Export;

/// <summary>That an attachment is in an archive, whole.</summary>
/// <param name="IsNew">False when it was there already.</param>
/// <param name="Bytes">So many bytes it has.</param>
public readonly record struct StoredAttachment(bool IsNew, long Bytes);

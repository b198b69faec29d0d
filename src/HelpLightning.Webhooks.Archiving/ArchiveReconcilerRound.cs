namespace HelpLightning.Webhooks.Archiving;

/// <summary>How a round of an <see cref="ArchiveReconcilerLoop"/> ended: either with a result or with an error.</summary>
/// <param name="Result">What it found; null when it ended with an error.</param>
/// <param name="Error">What ended it; null when it went well. The next round begins anew.</param>
public readonly record struct ArchiveReconcilerRound(ArchiveReconcilerResult? Result, Exception? Error);

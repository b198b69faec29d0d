namespace HelpLightning.Client;

/// <summary>What came of an attempt to get a file, or the rest of it.</summary>
/// <param name="Failure">Why it is not complete; null when it is.</param>
internal readonly record struct DownloadAttempt(HelpLightningException? Failure);

namespace HelpLightning.Cli.Doctor;

/// <summary>What came of a check. Holds no secret.</summary>
/// <param name="Check">Its name.</param>
/// <param name="Status">How it went.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Remedy">What to do about it; null when there is nothing to do.</param>
/// <param name="ExitCode">What hl ends with when this is the first that failed.</param>
internal sealed record CheckResult(string Check, CheckStatus Status, string Detail, string? Remedy = null, int ExitCode = 0);

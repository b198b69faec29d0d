namespace HelpLightning.Sandbox;

/// <summary>A request that the sandbox answered. It holds no header, no token and no query value.</summary>
/// <param name="At">When it was answered.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path without its query.</param>
/// <param name="Status">The HTTP status of the answer.</param>
/// <param name="Elapsed">How long the answer took.</param>
/// <param name="Verdict">What the sandbox made of the caller's token, or why it refused; null when it never got there.</param>
public sealed record SandboxRequestLogEntry(
    DateTimeOffset At, string Method, string Path, int Status, TimeSpan Elapsed, string? Verdict);

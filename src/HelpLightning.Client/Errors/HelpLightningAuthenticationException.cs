namespace HelpLightning.Client;

/// <summary>The token was refused (401, or 400 with code 1003), also after it was replaced once; or a password was wrong.</summary>
public sealed class HelpLightningAuthenticationException : HelpLightningApiException
{
    internal HelpLightningAuthenticationException(string message, string? remedy, ApiErrorDetails details)
        : base(message, remedy, details) => ClockOffset = details.ClockOffset;

    /// <summary>
    /// How far the server's clock is ahead of this machine's (negative: behind), to the second, when the answer told its
    /// time. A token lives for about a minute, so half a minute here is the likely cause.
    /// </summary>
    public TimeSpan? ClockOffset { get; }
}

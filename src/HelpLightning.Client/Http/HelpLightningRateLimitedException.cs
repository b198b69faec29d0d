namespace HelpLightning.Client;

/// <summary>Too many requests (429).</summary>
public sealed class HelpLightningRateLimitedException : HelpLightningApiException
{
    internal HelpLightningRateLimitedException(string message, ApiErrorDetails details)
        : base(message, details) => RetryAfter = details.RetryAfter;

    /// <summary>How long the server asks to wait, when it says so.</summary>
    public TimeSpan? RetryAfter { get; }
}

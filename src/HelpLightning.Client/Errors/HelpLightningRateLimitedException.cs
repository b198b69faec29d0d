namespace HelpLightning.Client;

/// <summary>Too many requests (429), also after the retries, or for longer than the client is willing to wait.</summary>
public sealed class HelpLightningRateLimitedException : HelpLightningApiException
{
    internal HelpLightningRateLimitedException(string message, string? remedy, ApiErrorDetails details)
        : base(message, remedy, details)
    {
    }
}

using System.Net;

namespace HelpLightning.Client;

/// <summary>Too many requests (429), also after the retries, or for longer than the client is willing to wait.</summary>
public sealed class HelpLightningRateLimitedException : HelpLightningApiException
{
    /// <summary>For tests of your own.</summary>
    /// <inheritdoc/>
    public HelpLightningRateLimitedException(
        string message, HttpStatusCode status = HttpStatusCode.TooManyRequests, int? vendorCode = null, Exception? innerException = null)
        : base(message, status, vendorCode, innerException)
    {
    }

    internal HelpLightningRateLimitedException(string message, string? remedy, ApiErrorDetails details)
        : base(message, remedy, details)
    {
    }
}

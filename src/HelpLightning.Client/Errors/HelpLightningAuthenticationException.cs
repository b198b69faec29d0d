using System.Net;

namespace HelpLightning.Client;

/// <summary>The token was refused (401, or 400 with code 1003), also after it was replaced once; or a password was wrong.</summary>
public sealed class HelpLightningAuthenticationException : HelpLightningApiException
{
    /// <summary>For tests of your own.</summary>
    /// <inheritdoc/>
    public HelpLightningAuthenticationException(
        string message, HttpStatusCode status = HttpStatusCode.Unauthorized, int? vendorCode = null, Exception? innerException = null)
        : base(message, status, vendorCode, innerException)
    {
    }

    internal HelpLightningAuthenticationException(string message, string? remedy, ApiErrorDetails details)
        : base(message, remedy, details) => ClockOffset = details.ClockOffset;

    /// <summary>
    /// How far the server's clock is ahead of this machine's (negative: behind), to the second, when the answer told its
    /// time. A token lives for about a minute, so half a minute here is the likely cause.
    /// </summary>
    public TimeSpan? ClockOffset { get; init; }
}

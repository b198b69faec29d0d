using System.Net;

namespace HelpLightning.Client;

/// <summary>There is no such thing at that path (404), or this token cannot see it.</summary>
public sealed class HelpLightningNotFoundException : HelpLightningApiException
{
    /// <summary>For tests of your own.</summary>
    /// <inheritdoc/>
    public HelpLightningNotFoundException(
        string message, HttpStatusCode status = HttpStatusCode.NotFound, int? vendorCode = null, Exception? innerException = null)
        : base(message, status, vendorCode, innerException)
    {
    }

    internal HelpLightningNotFoundException(string message, string? remedy, ApiErrorDetails details)
        : base(message, remedy, details)
    {
    }
}

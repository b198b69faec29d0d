using System.Net;

namespace HelpLightning.Client;

/// <summary>It collides with what is there already (409, or a vendor code such as EMAIL_TAKEN): trying again does not help.</summary>
public sealed class HelpLightningConflictException : HelpLightningApiException
{
    /// <summary>For tests of your own.</summary>
    /// <inheritdoc/>
    public HelpLightningConflictException(
        string message, HttpStatusCode status = HttpStatusCode.Conflict, int? vendorCode = null, Exception? innerException = null)
        : base(message, status, vendorCode, innerException)
    {
    }

    internal HelpLightningConflictException(string message, string? remedy, ApiErrorDetails details)
        : base(message, remedy, details)
    {
    }
}

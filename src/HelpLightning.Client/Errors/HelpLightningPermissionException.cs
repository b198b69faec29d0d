using System.Net;

namespace HelpLightning.Client;

/// <summary>The token is valid, but may not do this (403, or the vendor's code 202): the wrong kind of token, or too few rights.</summary>
public sealed class HelpLightningPermissionException : HelpLightningApiException
{
    /// <summary>For tests of your own.</summary>
    /// <inheritdoc/>
    public HelpLightningPermissionException(
        string message, HttpStatusCode status = HttpStatusCode.Forbidden, int? vendorCode = null, Exception? innerException = null)
        : base(message, status, vendorCode, innerException)
    {
    }

    internal HelpLightningPermissionException(string message, string? remedy, ApiErrorDetails details)
        : base(message, remedy, details)
    {
    }
}

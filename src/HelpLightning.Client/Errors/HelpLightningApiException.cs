using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace HelpLightning.Client;

/// <summary>The API answered with an error.</summary>
public class HelpLightningApiException : HelpLightningException
{
    /// <summary>For tests of your own; <see cref="HelpLightningModelFactory.Error"/> makes the one that an answer leads to.</summary>
    /// <param name="message">What was found.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="vendorCode">The vendor's error number; null for none.</param>
    /// <param name="innerException">The cause; null for none.</param>
    [SuppressMessage("ApiDesign", "RS0022:Constructor make noninheritable base class inheritable",
        Justification = "A test makes any error that the client throws.")]
    public HelpLightningApiException(string message, HttpStatusCode status, int? vendorCode = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Status = status;
        VendorCode = vendorCode;
    }

    internal HelpLightningApiException(string message, string? remedy, ApiErrorDetails details)
        : base(message)
    {
        Status = details.Status;
        Method = details.Method;
        Path = details.Path;
        VendorCode = details.Body.Code;
        VendorMessage = details.Body.Message;
        RequestId = details.RequestId;
        RequestLine = details.RequestLine;
        Attempts = details.Attempts;
        RetryAfter = details.RetryAfter;
        Remedy = remedy;
    }

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>The HTTP method of the request; GET when a test did not say.</summary>
    public HttpMethod Method { get; init; } = HttpMethod.Get;

    /// <summary>The path of the request, without its query; empty when a test did not say.</summary>
    public string Path { get; init; } = "";

    /// <summary>The vendor's error number, when the answer has one.</summary>
    public int? VendorCode { get; }

    /// <summary>The vendor's name for <see cref="VendorCode"/>, such as <c>EXPIRED_TOKEN</c>; null for an unknown one.</summary>
    public string? VendorCodeName => VendorCodes.NameOf(VendorCode);

    /// <summary>The vendor's text, shortened to what fits a line.</summary>
    public string? VendorMessage { get; init; }

    /// <summary>The server's name for the request, when it gave one; worth quoting to the vendor's support.</summary>
    public string? RequestId { get; init; }
}

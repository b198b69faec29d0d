using System.Net;

namespace HelpLightning.Client;

/// <summary>The API answered with an error.</summary>
public class HelpLightningApiException : HelpLightningException
{
    internal HelpLightningApiException(string message, string? remedy, ApiErrorDetails details)
        : base(remedy is null ? message : $"{message} {remedy}")
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

    /// <summary>The HTTP method of the request.</summary>
    public HttpMethod Method { get; }

    /// <summary>The path of the request, without its query.</summary>
    public string Path { get; }

    /// <summary>The vendor's error number, when the answer has one.</summary>
    public int? VendorCode { get; }

    /// <summary>The vendor's name for <see cref="VendorCode"/>, such as <c>EXPIRED_TOKEN</c>; null for an unknown one.</summary>
    public string? VendorCodeName => VendorCodes.NameOf(VendorCode);

    /// <summary>The vendor's text, shortened to what fits a line.</summary>
    public string? VendorMessage { get; }

    /// <summary>The server's name for the request, when it gave one; worth quoting to the vendor's support.</summary>
    public string? RequestId { get; }
}

using System.Net;

namespace HelpLightning.Client;

/// <summary>What is known about an error answer.</summary>
/// <param name="Method">Of the request.</param>
/// <param name="Address">Of the request.</param>
/// <param name="Status">Of the answer.</param>
/// <param name="Body">What the answer said.</param>
/// <param name="RequestId">The server's name for the request.</param>
/// <param name="RetryAfter">How long the server asks to wait.</param>
/// <param name="ClockOffset">How far the server is ahead of this machine.</param>
/// <param name="Attempts">How often the request was sent.</param>
internal sealed record ApiErrorDetails(
    HttpMethod Method, Uri Address, HttpStatusCode Status, ErrorBody Body,
    string? RequestId, TimeSpan? RetryAfter, TimeSpan? ClockOffset, int Attempts)
{
    public string Path => Address.IsAbsoluteUri ? Address.AbsolutePath : Address.OriginalString;

    /// <summary>Without the query, which may hold names and addresses of people.</summary>
    public string RequestLine => $"{Method} {Path}";
}

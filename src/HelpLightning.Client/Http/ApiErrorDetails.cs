using System.Net;

namespace HelpLightning.Client;

/// <summary>What is known about an error answer.</summary>
internal sealed record ApiErrorDetails(
    HttpMethod Method, string Path, HttpStatusCode Status, ErrorBody Body, string? RequestId, TimeSpan? RetryAfter, TimeSpan? ClockOffset);

using System.Net;

namespace HelpLightning.Client;

/// <summary>From an error answer to the exception that names it.</summary>
internal static class ApiErrors
{
    private static readonly TimeSpan WorrisomeOffset = TimeSpan.FromSeconds(30);

    public static HelpLightningApiException From(ApiErrorDetails details)
    {
        string message = Sentence(details);
        int? code = details.Body.Code;
        return details.Status switch
        {
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => new HelpLightningApiException(
                $"{message} It redirects elsewhere; redirects are not followed, so no token went there.", "Check the base URL.", details),
            HttpStatusCode.Unauthorized => Authentication(message, details),
            HttpStatusCode.BadRequest
                when code is VendorCodes.ExpiredToken or VendorCodes.InvalidToken or VendorCodes.AuthenticationFailed =>
                    Authentication(message, details),
            HttpStatusCode.NotFound => new HelpLightningNotFoundException(message, null, details),
            HttpStatusCode.TooManyRequests => new HelpLightningRateLimitedException(
                message,
                details.RetryAfter is { TotalSeconds: >= 1 } wait
                    ? $"Try again in {wait.TotalSeconds:0} s."
                    : "Try again later, more slowly.",
                details),
            HttpStatusCode.Conflict => new HelpLightningConflictException(message, null, details),
            HttpStatusCode.Forbidden => Permission(message, details),
            < HttpStatusCode.InternalServerError when code == VendorCodes.PermissionDenied => Permission(message, details),
            < HttpStatusCode.InternalServerError when VendorCodes.IsConflict(code) =>
                new HelpLightningConflictException(message, null, details),
            HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout =>
                new HelpLightningApiException(
                    message,
                    "The service is in trouble for the moment: "
                    + $"try again {(details.RetryAfter is { } wait ? $"in {wait.TotalSeconds:0} s" : "later")}.",
                    details),
            _ => new HelpLightningApiException(message, null, details),
        };
    }

    private static HelpLightningPermissionException Permission(string message, ApiErrorDetails details) =>
        new(message, "Check the API key, and that this kind of token may do this.", details);

    private static HelpLightningAuthenticationException Authentication(string message, ApiErrorDetails details)
    {
        string remedy = details switch
        {
            { ClockOffset: { } offset } when offset > WorrisomeOffset =>
                $"This machine's clock is {offset.TotalSeconds:0} s behind the server's: set it right.",
            { ClockOffset: { } offset } when offset < -WorrisomeOffset =>
                $"This machine's clock is {-offset.TotalSeconds:0} s ahead of the server's: set it right.",
            { Body.Code: VendorCodes.AuthenticationFailed } => "Check the e-mail address and the password.",
            _ => "Check the site id, and that the key is the site's active one: "
                + "compare its thumbprint with the public key in the Developer tab.",
        };
        return new HelpLightningAuthenticationException(message, remedy, details);
    }

    private static string Sentence(ApiErrorDetails details)
    {
        string code = details.Body.Code is { } number ? $", code {number}{(VendorCodes.NameOf(number) is { } name ? $" {name}" : "")}" : "";
        string text = details.Body.Message is { } message ? $": {message.TrimEnd('.')}." : ".";
        string attempts = details.Attempts > 1 ? $" ({details.Attempts} attempts)" : "";
        return $"{details.RequestLine} was answered with {(int)details.Status}{code}{attempts}{text}";
    }
}

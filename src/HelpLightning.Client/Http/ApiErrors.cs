using System.Net;

namespace HelpLightning.Client;

/// <summary>From an error answer to the exception that names it.</summary>
internal static class ApiErrors
{
    private static readonly TimeSpan WorrisomeOffset = TimeSpan.FromSeconds(30);

    public static HelpLightningException From(ApiErrorDetails details)
    {
        string message = Sentence(details);
        int status = (int)details.Status;
        if (status is >= 300 and < 400)
        {
            return new HelpLightningApiException($"{message} It redirects elsewhere; redirects are not followed, so no token went there. Check the base URL.", details);
        }

        return details.Status switch
        {
            HttpStatusCode.Unauthorized => Authentication(message, details),
            HttpStatusCode.BadRequest when details.Body.Code == VendorCodes.ExpiredToken => Authentication(message, details),
            HttpStatusCode.NotFound => new HelpLightningNotFoundException(message, details),
            HttpStatusCode.TooManyRequests => new HelpLightningRateLimitedException(
                details.RetryAfter is { } wait ? $"{message} Try again in {wait.TotalSeconds:0} s." : $"{message} Try again later, more slowly.", details),
            HttpStatusCode.Forbidden => new HelpLightningApiException($"{message} Check the API key, and that this kind of token may do this.", details),
            _ => new HelpLightningApiException(message, details),
        };
    }

    private static HelpLightningAuthenticationException Authentication(string message, ApiErrorDetails details)
    {
        string remedy = details.ClockOffset switch
        {
            { } offset when offset > WorrisomeOffset => $"This machine's clock is {offset.TotalSeconds:0} s behind the server's: set it right.",
            { } offset when offset < -WorrisomeOffset => $"This machine's clock is {-offset.TotalSeconds:0} s ahead of the server's: set it right.",
            _ => "Check the site id, and that the key is the site's active one: compare its thumbprint with the public key in the Developer tab.",
        };
        return new HelpLightningAuthenticationException($"{message} {remedy}", details);
    }

    private static string Sentence(ApiErrorDetails details)
    {
        string code = details.Body.Code is { } number ? $", code {number}{(VendorCodes.NameOf(number) is { } name ? $" {name}" : "")}" : "";
        string text = details.Body.Message is { } message ? $": {message.TrimEnd('.')}." : ".";
        return $"{details.Method} {details.Path} was answered with {(int)details.Status}{code}{text}";
    }
}

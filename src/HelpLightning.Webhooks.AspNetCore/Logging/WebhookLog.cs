using Microsoft.Extensions.Logging;

namespace HelpLightning.Webhooks.AspNetCore;

/// <summary>What receiver and worker log. The numbers are part of their interface: they are not used again for something else.</summary>
internal static partial class WebhookLog
{
    [LoggerMessage(1, LogLevel.Debug, "Webhook {Type} {Category} of {CallId}: {Result}")]
    public static partial void Accepted(ILogger logger, string? type, string? category, string? callId, IntakeResult result);

    [LoggerMessage(2, LogLevel.Warning, "{Count} webhook request(s) refused: {Reason}. {Advice}")]
    public static partial void Refused(ILogger logger, int count, WebhookSignatureResult reason, string advice);

    [LoggerMessage(3, LogLevel.Error, "{Count} webhook request(s) told to come again: {Reason}")]
    public static partial void Unavailable(ILogger logger, int count, string reason);

    [LoggerMessage(4, LogLevel.Warning, "Event {Id} ({Category}): {Handler} failed at attempt {Attempt}")]
    public static partial void HandlerFailed(ILogger logger, Exception exception, long id, string? category, string handler, int attempt);

    [LoggerMessage(5, LogLevel.Error, "Event {Id} ({Category}) is a dead letter after {Attempts} attempt(s): {Error}")]
    public static partial void Dead(ILogger logger, long id, string? category, int attempts, string? error);

    [LoggerMessage(6, LogLevel.Error, "The webhook inbox cannot be worked on; it is tried again. {Reason}")]
    public static partial void StoreFailed(ILogger logger, string reason);

    [LoggerMessage(7, LogLevel.Information, "The webhook inbox can be worked on again")]
    public static partial void StoreRecovered(ILogger logger);

    [LoggerMessage(8, LogLevel.Warning, "No webhook handler is registered: events are kept, and nothing is done about them. "
        + "Add one with AddHandler, or set RunHandlers to false where another program handles them")]
    public static partial void HasNoHandlers(ILogger logger);

    [LoggerMessage(9, LogLevel.Error, "The webhook secrets have changed, but cannot be used; the old ones stay in force. {Reason}")]
    public static partial void SecretsUnusable(ILogger logger, string reason);

    [LoggerMessage(10, LogLevel.Information, "The webhook secrets have changed: there are {Count} now")]
    public static partial void SecretsChanged(ILogger logger, int count);

    [LoggerMessage(11, LogLevel.Warning, "The body of a webhook request had been read before it came to the endpoint. "
        + "Map the endpoint before the middleware that reads bodies, or have that enable buffering")]
    public static partial void BodyWasRead(ILogger logger);

    [LoggerMessage(12, LogLevel.Information, "Webhook events are kept in {File}")]
    public static partial void KeptIn(ILogger logger, string file);
}

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace HelpLightning.Webhooks.AspNetCore;

/// <summary>
/// Answers a request: 200 when its event is on disk, 401 for a signature that is not valid, without a word on why, 503 with
/// <c>Retry-After</c> when it cannot be kept now. What event it is says its body; path and content type say nothing.
/// </summary>
internal sealed class WebhookEndpoint(
    WebhookReceiver receiver, IOptions<HelpLightningWebhookOptions> options, TimeProvider clock, LoggingObserver log)
{
    /// <summary>In seconds. A store that stalls needs a moment, and nobody knows how often the vendor tries again, if it does.</summary>
    private const string RetryAfter = "5";

    private readonly int _mostBytes = options.Value.MaxBodySize;
    private readonly TimeSpan _bodyTimeout = options.Value.BodyTimeout;

    public async Task HandleAsync(HttpContext context)
    {
        (BodyOutcome outcome, byte[] body) = await RequestBody.ReadAsync(context, _mostBytes, _bodyTimeout, clock).ConfigureAwait(false);
        if (outcome != BodyOutcome.Read)
        {
            Answer(context, outcome == BodyOutcome.TooLarge ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status408RequestTimeout);
            return;
        }

        if (body.Length == 0 && context.Request.ContentLength > 0)
        {
            log.BodyWasRead();
        }

        StringValues signatures = context.Request.Headers[WebhookSignature.HeaderName];
        ReceiveResult result = await receiver.ReceiveAsync(body, signatures, context.RequestAborted).ConfigureAwait(false);
        Answer(context, result switch
        {
            ReceiveResult.Stored or ReceiveResult.Repeated => StatusCodes.Status200OK,
            ReceiveResult.Unavailable => StatusCodes.Status503ServiceUnavailable,
            ReceiveResult.Unreadable => StatusCodes.Status400BadRequest,
            _ => StatusCodes.Status401Unauthorized,
        });
    }

    private static void Answer(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentLength = 0;
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = RetryAfter;
        }
    }
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace HelpLightning.Webhooks.AspNetCore;

/// <summary>From what happens to the log.</summary>
internal sealed class LoggingObserver(ILogger<WebhookReceiver> logger, TimeProvider clock) : WebhookObserver
{
    private readonly ConcurrentDictionary<string, Tally> _tallies = new(StringComparer.Ordinal);

    public ILogger Log => logger;

    public override void Accepted(IncomingEvent incoming, IntakeResult result) =>
        WebhookLog.Accepted(logger, incoming.Summary.Type, incoming.Summary.Category, incoming.Summary.CallId, result);

    public override void Refused(WebhookSignatureResult reason, int bodyLength)
    {
        if (Count(reason.ToString()) is > 0 and int count)
        {
            WebhookLog.Refused(logger, count, reason, reason switch
            {
                WebhookSignatureResult.NoSecret => "No secret is set",
                WebhookSignatureResult.Missing =>
                    "If it is Help Lightning, its webhook was set up without a secret: type one in at its Developer tab",
                WebhookSignatureResult.Mismatch =>
                    "If it is Help Lightning, the secret there is not among those here, or something on the way changes bodies",
                _ => "Help Lightning does not send that",
            });
        }
    }

    public override void Unavailable(InboxUnavailableException exception)
    {
        if (Count("unavailable") is > 0 and int count)
        {
            WebhookLog.Unavailable(logger, count, exception.Message);
        }
    }

    public override void HandlerFailed(InboxEvent claimed, string handler, Exception exception) =>
        WebhookLog.HandlerFailed(logger, exception, claimed.Id, claimed.Category, handler, claimed.Attempts + 1);

    public override void Settled(Settlement settlement)
    {
        if (settlement.State == InboxEventState.Dead)
        {
            WebhookLog.Dead(logger, settlement.Event.Id, settlement.Event.Category, settlement.Attempts, settlement.Error);
        }
    }

    public override void StoreFailed(Exception exception)
    {
        if (Count("store") > 0)
        {
            WebhookLog.StoreFailed(logger, exception.Message);
        }
    }

    public override void StoreRecovered() => WebhookLog.StoreRecovered(logger);

    public void HasNoHandlers() => WebhookLog.HasNoHandlers(logger);

    public void BodyWasRead()
    {
        if (Count("body") > 0)
        {
            WebhookLog.BodyWasRead(logger);
        }
    }

    private int Count(string what) => _tallies.GetOrAdd(what, static (_, c) => new Tally(c), clock).Count();
}

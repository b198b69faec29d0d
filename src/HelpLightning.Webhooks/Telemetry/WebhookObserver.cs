namespace HelpLightning.Webhooks;

/// <summary>Is told what happens, for a log or a display. Nothing that it is told is a secret, and it must not throw.</summary>
public abstract class WebhookObserver
{
    /// <summary>An event was taken or recognised.</summary>
    public virtual void Accepted(IncomingEvent incoming, IntakeResult result)
    {
    }

    /// <summary>A request was refused. Its sender is not told why.</summary>
    public virtual void Refused(WebhookSignatureResult reason, int bodyLength)
    {
    }

    /// <summary>A request was told to come again later.</summary>
    public virtual void Unavailable(InboxUnavailableException exception)
    {
    }

    /// <summary>A handler failed at an event.</summary>
    public virtual void HandlerFailed(InboxEvent claimed, string handler, Exception exception)
    {
    }

    /// <summary>An attempt at an event is over, and written down.</summary>
    public virtual void Settled(Settlement settlement)
    {
    }

    /// <summary>The inbox cannot be worked on now; it is tried again.</summary>
    public virtual void StoreFailed(Exception exception)
    {
    }

    /// <summary>The inbox could be worked on again after a failure.</summary>
    public virtual void StoreRecovered()
    {
    }
}

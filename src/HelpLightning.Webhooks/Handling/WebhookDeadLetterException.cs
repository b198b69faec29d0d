namespace HelpLightning.Webhooks;

/// <summary>Thrown by a handler that will never be able to do its work: the event is put among the dead letters at once.</summary>
public sealed class WebhookDeadLetterException : Exception
{
    /// <summary>No more is known.</summary>
    public WebhookDeadLetterException()
        : this("It can never be handled.")
    {
    }

    /// <param name="message">Why: people read it in the inbox.</param>
    public WebhookDeadLetterException(string message)
        : base(message)
    {
    }

    /// <param name="message">Why: people read it in the inbox.</param>
    /// <param name="innerException">What the matter was.</param>
    public WebhookDeadLetterException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

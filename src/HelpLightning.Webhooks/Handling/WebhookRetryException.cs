namespace HelpLightning.Webhooks;

/// <summary>Thrown by a handler that cannot do its work yet, such as when a file is not there yet.</summary>
public sealed class WebhookRetryException : Exception
{
    /// <summary>No more is known.</summary>
    public WebhookRetryException()
        : this("It cannot be handled yet.")
    {
    }

    /// <param name="message">What it waits for: people read it in the inbox.</param>
    public WebhookRetryException(string message)
        : base(message)
    {
    }

    /// <param name="message">What it waits for: people read it in the inbox.</param>
    /// <param name="innerException">What the matter was.</param>
    public WebhookRetryException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>When to try again; null for the usual delay. It counts as an attempt like any other.</summary>
    public TimeSpan? After { get; init; }
}

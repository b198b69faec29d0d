namespace HelpLightning.Webhooks;

/// <summary>
/// An inbox cannot take or give events now. What was to be taken is not known to be kept: its sender is told to send it again.
/// </summary>
public sealed class InboxUnavailableException : Exception
{
    /// <summary>No more is known.</summary>
    public InboxUnavailableException()
        : this("The inbox is not available.")
    {
    }

    /// <param name="message">What is the matter.</param>
    public InboxUnavailableException(string message)
        : base(message)
    {
    }

    /// <param name="message">What is the matter.</param>
    /// <param name="innerException">What the store said.</param>
    public InboxUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

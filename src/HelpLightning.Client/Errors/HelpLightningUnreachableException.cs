namespace HelpLightning.Client;

/// <summary>No whole answer came.</summary>
public sealed class HelpLightningUnreachableException : HelpLightningException
{
    /// <summary>For tests of your own.</summary>
    /// <param name="message">What was found.</param>
    /// <param name="reason">Why no whole answer came.</param>
    /// <param name="innerException">The cause; null for none.</param>
    public HelpLightningUnreachableException(string message, UnreachableReason reason, Exception? innerException = null)
        : base(message, innerException) => Reason = reason;

    /// <summary>Why.</summary>
    public UnreachableReason Reason { get; }

    /// <summary>True when a time limit ran out.</summary>
    public bool IsTimeout => Reason == UnreachableReason.Timeout;
}

namespace HelpLightning.Client;

/// <summary>No whole answer came.</summary>
public sealed class HelpLightningUnreachableException : HelpLightningException
{
    internal HelpLightningUnreachableException(string message, UnreachableReason reason, Exception? innerException = null)
        : base(message, innerException) => Reason = reason;

    /// <summary>Why.</summary>
    public UnreachableReason Reason { get; }

    /// <summary>True when a time limit ran out.</summary>
    public bool IsTimeout => Reason == UnreachableReason.Timeout;
}

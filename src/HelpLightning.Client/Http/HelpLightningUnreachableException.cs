namespace HelpLightning.Client;

/// <summary>No whole answer came: refused, not found by name, broken off, no trust in the certificate, or out of time.</summary>
public sealed class HelpLightningUnreachableException : HelpLightningException
{
    internal HelpLightningUnreachableException(string message, bool isTimeout, Exception innerException)
        : base(message, innerException) => IsTimeout = isTimeout;

    /// <summary>True when the time limit ran out.</summary>
    public bool IsTimeout { get; }
}

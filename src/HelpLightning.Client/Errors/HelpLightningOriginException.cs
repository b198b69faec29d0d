namespace HelpLightning.Client;

/// <summary>A request was meant for another host than the configured one. Nothing was sent.</summary>
public sealed class HelpLightningOriginException : HelpLightningException
{
    /// <summary>For tests of your own.</summary>
    /// <param name="message">What was found.</param>
    /// <param name="innerException">The cause; null for none.</param>
    public HelpLightningOriginException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

namespace HelpLightning.Client;

/// <summary>The base of all errors of the client. Messages say what failed, why, and what to try; never a secret.</summary>
public abstract class HelpLightningException : Exception
{
    private protected HelpLightningException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

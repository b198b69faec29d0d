namespace HelpLightning.Client;

/// <summary>The answer is not what the API answers: HTML, broken JSON, too large, or a list that goes in circles.</summary>
public sealed class HelpLightningMalformedReplyException : HelpLightningException
{
    /// <summary>For tests of your own.</summary>
    /// <param name="message">What was found.</param>
    /// <param name="innerException">The cause; null for none.</param>
    public HelpLightningMalformedReplyException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

namespace HelpLightning.Client;

/// <summary>The answer is not what the API answers: HTML, broken JSON, too large, or a list that goes in circles.</summary>
public sealed class HelpLightningMalformedReplyException : HelpLightningException
{
    internal HelpLightningMalformedReplyException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

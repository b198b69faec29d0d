namespace HelpLightning.Export;

/// <summary>An export cannot begin or go on; the message says why, and what to do.</summary>
public sealed class ExportException : Exception
{
    /// <summary>For tests of your own.</summary>
    /// <param name="message">What was found, and what to do.</param>
    /// <param name="innerException">The cause; null for none.</param>
    public ExportException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

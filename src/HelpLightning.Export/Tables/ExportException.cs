namespace HelpLightning.Export;

/// <summary>An export cannot begin or go on; the message says why, and what to do.</summary>
public sealed class ExportException : Exception
{
    internal ExportException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

namespace CallAnExpert;

internal static partial class CallLog
{
    [LoggerMessage(1, LogLevel.Error, "The call about {Topic} could not be set up")]
    public static partial void Failed(ILogger logger, string topic, Exception cause);
}

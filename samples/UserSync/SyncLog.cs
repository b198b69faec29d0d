using Microsoft.Extensions.Logging;

namespace UserSync;

internal static partial class SyncLog
{
    [LoggerMessage(1, LogLevel.Information, "{Count} users are up to date")]
    public static partial void Done(ILogger logger, int count);

    [LoggerMessage(2, LogLevel.Error, "Stopped at {Position}, and will go on there: {Reason}")]
    public static partial void Failed(ILogger logger, string position, string reason);

    [LoggerMessage(4, LogLevel.Warning, "The copy is said to be complete until {Until}, and at the server it is {Now}: a clock was ahead. All users are read again")]
    public static partial void FromTheFuture(ILogger logger, DateTimeOffset until, DateTimeOffset now);

    [LoggerMessage(3, LogLevel.Information, "Stopped; the next run goes on where this one was")]
    public static partial void Stopped(ILogger logger);
}

using Microsoft.Extensions.Logging;

namespace HelpLightning.Proxy.Redis;

/// <summary>What the limiter logs. The numbers are part of its interface: they are not used again for something else.</summary>
internal static partial class RedisRateLimiterLog
{
    [LoggerMessage(1, LogLevel.Warning, "Redis at {Servers} does not count requests; {Instead}. It is tried again. {Reason}")]
    public static partial void Gone(ILogger logger, string servers, string instead, string reason);

    [LoggerMessage(2, LogLevel.Information, "Redis at {Servers} counts requests")]
    public static partial void Counts(ILogger logger, string servers);
}

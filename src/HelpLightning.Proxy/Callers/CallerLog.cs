using Microsoft.Extensions.Logging;

namespace HelpLightning.Proxy;

/// <summary>
/// What is logged about callers' tokens. The numbers are part of the interface: they are not used again for something else.
/// </summary>
internal static partial class CallerLog
{
    [LoggerMessage(211, LogLevel.Information, "The tokens of caller {Caller} were read again: {Count}")]
    public static partial void InForce(ILogger logger, string caller, int count);

    [LoggerMessage(212, LogLevel.Error, "The tokens of caller {Caller} before the change stay in force: {Problem}")]
    public static partial void Unusable(ILogger logger, string caller, string problem);

    [LoggerMessage(213, LogLevel.Information, "The tokens of caller {Caller} can be read again, and are those in force")]
    public static partial void Usable(ILogger logger, string caller);
}

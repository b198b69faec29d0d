using Microsoft.Extensions.Logging;

namespace HelpLightning.Client;

/// <summary>What the client logs. The numbers are part of its interface: they are not used again for something else.</summary>
internal static partial class ClientLog
{
    [LoggerMessage(1, LogLevel.Information,
        "{Method} {Template} is tried again in {Seconds:0.###} s after {Attempts} attempt(s): {Reason}")]
    public static partial void Retrying(ILogger logger, string method, string template, string reason, double seconds, int attempts);

    [LoggerMessage(2, LogLevel.Information, "{Method} {Template}: the token was refused; it is tried once more with another")]
    public static partial void TokenReplaced(ILogger logger, string method, string template);

    [LoggerMessage(3, LogLevel.Warning, "This machine's clock is {Seconds:0} s {Direction} the clock of {Server}. "
        + "Tokens are signed by the server's time from now on; set this machine's clock right")]
    public static partial void ClockCorrected(ILogger logger, double seconds, string direction, string server);

    [LoggerMessage(4, LogLevel.Information, "{Key} holds another key than before: it signs from now on")]
    public static partial void KeyReplaced(ILogger logger, string key);

    [LoggerMessage(5, LogLevel.Error, "{Alarm}")]
    public static partial void KeyAlarm(ILogger logger, string alarm);

    [LoggerMessage(6, LogLevel.Information, "The settings have changed: new calls use them from now on")]
    public static partial void SettingsChanged(ILogger logger);

    [LoggerMessage(7, LogLevel.Error, "The settings have changed, but cannot be used; the old ones stay in force. {Reason}")]
    public static partial void SettingsUnusable(ILogger logger, string reason);

    [LoggerMessage(8, LogLevel.Information, "This machine's clock agrees with the clock of {Server} again; "
        + "tokens are signed by it as it is")]
    public static partial void ClockMended(ILogger logger, string server);

    [LoggerMessage(9, LogLevel.Error, "This machine's clock is {Seconds:0} s {Direction} the clock of {Server}. "
        + "MaxClockCorrection allows {Limit:0} s, "
        + "so tokens are still signed by this machine's time and are likely refused: set its clock right")]
    public static partial void ClockNotBelieved(ILogger logger, double seconds, string direction, string server, double limit);

    [LoggerMessage(10, LogLevel.Warning, "{Method} {Template}: the list ended {Missing} row(s) before what the server had announced. "
        + "It may have changed while it was read; read it again to be sure")]
    public static partial void ListCutShort(ILogger logger, string method, string template, long missing);

    [LoggerMessage(11, LogLevel.Information, "{Key} is in order again")]
    public static partial void KeyAlarmEnded(ILogger logger, string key);
}

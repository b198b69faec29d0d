using HelpLightning.Sandbox;
using Microsoft.Extensions.Logging;

namespace HelpLightning.Aspire.Hosting;

/// <summary>What the resource's log in the dashboard says.</summary>
internal static partial class SandboxLog
{
    public const string HealthPath = "/_sandbox/health";

    /// <summary>A line for each request, but not for the health check's, which comes every few seconds.</summary>
    public static void Answered(ILogger logger, SandboxRequestLogEntry entry)
    {
        if (entry.Path == HealthPath)
        {
            return;
        }

        if (entry.Status is >= 200 and < 400)
        {
            AnsweredWell(logger, entry);
        }
        else
        {
            Refused(logger, entry);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Waits for Aspire to give '{Receiver}' the port for webhooks.")]
    public static partial void WaitsForPort(ILogger logger, string receiver);

    [LoggerMessage(Level = LogLevel.Error, Message = "The sandbox did not start: {Why}")]
    public static partial void Failed(ILogger logger, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Request}")]
    private static partial void AnsweredWell(ILogger logger, SandboxRequestLogEntry request);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Request}")]
    private static partial void Refused(ILogger logger, SandboxRequestLogEntry request);
}
